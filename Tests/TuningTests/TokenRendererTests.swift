import Data
import Foundation
import ReferenceData
import Tokenizers
import Tuning
import TuningFixtures
import XCTest

/// Which tokens a row becomes, and which of them are targets.
final class TokenRendererTests: XCTestCase {
  private func targets(_ template: String, soft: Int = 0, row: Int = 0) throws -> (String, [String])
  {
    let model = try TinyModel()
    let tokenizer = model.language.tokenizer
    let rendered = try model.renderer(model.plan(template, soft: soft)).render(TinyModel.rows[row])
    let text = rendered.codes.map {
      $0 < 0 ? "<\(-1 - $0)>" : tokenizer.decode([$0], skipSpecialTokens: false)
    }
    return (
      text.joined(),
      zip(text, rendered.isTarget).filter(\.1).map(\.0)
    )
  }

  func testATargetIsEveryTokenThatItsSpanTouches() throws {
    let (text, target) = try targets("Review: {review}\nMood: {mood}")
    XCTAssertEqual(text, "Review: the film was good\nMood: positive")
    // The blank in front belongs to the same byte-level token.
    XCTAssertEqual(target.joined(), " positive")
  }

  func testTheEndRightAfterTheTargetIsLearnt() throws {
    XCTAssertEqual(
      try targets("{review} {mood}{end}").1.joined(), " positive<|endoftext|>")
    XCTAssertEqual(try targets("{review}{end} {mood}.").1.joined(), " positive")
  }

  func testSoftSegmentsCountThrough() throws {
    XCTAssertEqual(
      try targets("a{soft:2}{review}{soft}{mood}", soft: 5).0,
      "a<0><1>the film was good<2><3><4>positive")
    XCTAssertEqual(try targets("{review} {mood}", soft: 2).0, "<0><1>the film was good positive")
    XCTAssertEqual(try targets("{{{review}}} {mood}").0, "{the film was good} positive")
  }

  func testSoftCountsThatDisagree() throws {
    let model = try TinyModel()
    for (template, soft) in [("{soft:2}{mood}", 3), ("{soft:2}{soft}{mood}", 2)] {
      XCTAssertThrowsError(try model.plan(template, soft: soft).softSegments())
    }
    XCTAssertEqual(try model.plan("{soft}{soft}{mood}", soft: 5).softSegments(), [3, 2])
    XCTAssertEqual(try model.plan("{soft:4}{mood}").softCount(), 4)
  }

  func testThePromptOfARowStopsBeforeTheBlankOfItsTarget() throws {
    let model = try TinyModel()
    let renderer = try model.renderer(
      model.plan("Review: {review}\nMood: {mood}"), known: [TinyModel.rows[0]])
    let codes = try renderer.renderPrompt(TinyModel.rows[0]).codes
    XCTAssertEqual(
      model.language.tokenizer.decode(codes, skipSpecialTokens: false),
      "Review: the film was good\nMood:")
    let whole = try renderer.render(TinyModel.rows[0]).codes
    XCTAssertEqual(Array(whole.prefix(codes.count)), codes)
  }

  /// A prediction, which doesn't know its target, continues the very ids that training has in front
  /// of it: with blanks, tabs and line ends there, for byte-level BPE, SentencePiece's BPE and
  /// Unigram, WordPiece.
  func testAPredictionContinuesWhatTrainingHasInFront() throws {
    let gaps = [
      " ", "  ", "   ", "\t", "\t\t", " \t ", "\n", "\n\n", "\n ", ": ", ":", " (", ".  ",
    ]
    let known = ["positive", "positive", "negative"].enumerated().map {
      DataRow(index: $0.offset, fields: ["t": "the film", "y": $0.element])
    }
    var tokenizers = [try TinyModel().language.tokenizer]
    for name in [
      "tiny", "llama-grouped", "gemma-tied", "qwen2-tied", "t5-gated", "bert-classifier",
      "roberta-classifier", "opt-plain", "phi3-long",
    ] {
      tokenizers.append(
        try Tokenizer(
          contentsOf: ReferenceData.root.appendingPathComponent("models/\(name)/tokenizer.json")))
    }
    for (index, tokenizer) in tokenizers.enumerated() {
      for gap in gaps {
        let plan = PromptPlan(template: try Template("Review: {t}\(gap){y}."), soft: 2)
        let renderer = try TokenRenderer(
          plan, target: "y", tokenizer: tokenizer, endToken: nil, demos: [], known: known)
        let trained = try renderer.render(known[0])
        let asked = try renderer.renderPrompt(
          DataRow(index: 0, fields: ["t": "the film", "y": "?"]))
        let first = try XCTUnwrap(trained.isTarget.firstIndex(of: true))
        XCTAssertEqual(
          asked.codes, Array(trained.codes[..<first]), "\(index), gap \(gap.debugDescription)")
        XCTAssertFalse(asked.isTarget.contains(true))
      }
    }
  }

  /// The ids and segments of `tokenizer(p, h)` of tokenizers 0.23.
  func testASecondTextHasItsSegment() throws {
    for (name, types, ids, segments) in [
      (
        "bert-classifier", 2, [2, 92, 237, 298, 41, 257, 3, 295, 298, 132, 62, 3],
        [0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1]
      ),
      ("distilbert-classifier", 0, [2, 92, 237, 298, 41, 257, 3, 295, 298, 132, 63, 3], []),
      (
        "roberta-classifier", 0,
        [
          0, 88, 261, 286, 77, 80, 81, 275, 287, 225, 75, 83, 83, 72, 2, 2, 77, 88, 275, 287, 269,
          69, 72, 2,
        ], []
      ),
    ] as [(String, Int, [Int32], [Int32])] {
      let tokenizer = try Tokenizer(
        contentsOf: ReferenceData.root.appendingPathComponent("models/\(name)/tokenizer.json"))
      let renderer = try TokenRenderer(
        PromptPlan(template: Template("{p}{sep}{h}")), form: .label(["a", "b"]), target: "y",
        tokenizer: tokenizer, endToken: nil, tokenTypes: types, demos: [])
      let row = try renderer.render(
        DataRow(index: 0, fields: ["p": "the film was good", "h": "it was bad", "y": "a"]))
      XCTAssertEqual(row.codes, ids, name)
      XCTAssertEqual(row.types, segments, name)
    }
  }

  func testDemonstrationsAreShownAndNeverTrainedOn() throws {
    let model = try TinyModel()
    let rows = TinyModel.rows + [DataRow(index: 7, fields: TinyModel.rows[0].fields)]
    let demos = try XCTUnwrap(Demonstrations(count: 3, from: rows, seed: 1))
    XCTAssertEqual(demos.rows.count, 3)
    XCTAssertTrue(Set(demos.rows.map(\.fields)).isDisjoint(with: demos.remaining.map(\.fields)))
    let renderer = try model.renderer(
      model.plan("{demos}Review: {review}\nMood: {mood}", demos: 3), demos: demos.rows)
    let text = try renderer.text(rows[4])
    XCTAssertEqual(text.components(separatedBy: "Mood:").count, 5)
    XCTAssertTrue(text.hasSuffix("\n\nReview: cold\nMood: negative"))
    let targets = try renderer.render(rows[4])
    XCTAssertEqual(
      model.language.tokenizer.decode(
        zip(targets.codes, targets.isTarget).filter(\.1).map(\.0), skipSpecialTokens: false
      ).trimmingCharacters(in: .whitespaces), "negative")
  }

  /// Some tokenizers make nothing of a text: a row without a token to learn is told of, not trained
  /// on.
  func testARowWithoutATokenToLearnIsRefused() throws {
    let model = try TinyModel()
    let good = try model.renderer(model.plan("{review} {mood}", soft: 2)).render(TinyModel.rows[0])
    var bad = good
    bad.isTarget = good.isTarget.map { _ in false }
    bad.row = .element(7)
    XCTAssertThrowsError(
      try TuningRun(
        model: model.task, method: model.soft(2), hyper: Hyperparameters(), train: [good, bad],
        validRows: 0, evaluate: nil)
    ) {
      XCTAssertEqual($0 as? PromptError, .emptyTarget(row: .element(7), text: ""))
    }
  }

  func testTemplateFaultsNameTheirPlace() {
    for (source, error) in [
      ("a {review", TemplateError.unclosedBrace(offset: 2)), ("a } b", .strayBrace(offset: 2)),
      ("{}", .emptyHole(offset: 0)), ("{soft:x}", .wrongSoftCount(text: "x", offset: 0)),
      ("{soft:0}", .wrongSoftCount(text: "0", offset: 0)),
      ("{soft:99999999999999999999}", .wrongSoftCount(text: "99999999999999999999", offset: 0)),
    ] {
      XCTAssertThrowsError(try Template(source), source) {
        XCTAssertEqual($0 as? TemplateError, error)
      }
    }
  }

  func testAColumnThatIsNeededHoldsAText() throws {
    let model = try TinyModel()
    let renderer = try model.renderer(model.plan("{review} {tags} {mood}"))
    func check(_ row: DataRow, _ expected: PromptError) {
      XCTAssertThrowsError(try renderer.render(row)) {
        XCTAssertEqual($0 as? PromptError, expected)
      }
    }
    let fields = ["review": "good", "mood": "positive"]
    let origin = RowOrigin.line(1, of: "a.jsonl")
    check(
      DataRow(index: 0, fields: fields, nested: ["tags": "a list"], origin: origin),
      .nestedColumn("tags", row: origin, found: "a list"))
    check(
      DataRow(index: 0, fields: fields, origin: origin),
      .missingColumn("tags", row: origin, known: ["mood", "review"]))
  }
}
