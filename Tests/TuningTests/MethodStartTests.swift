import Data
import ReferenceData
import Tensors
import Transformers
import Tuning
import TuningFixtures
import XCTest

/// Where methods start from, and what they refuse.
final class MethodStartTests: XCTestCase {
  private let inits: [PromptInit] = [
    .vocabulary, .random, .labels, .text("warm"),
    .vectors((0..<5).map { row in (0..<16).map { Float(row - $0) / 20 } }, from: "here"),
  ]

  private func plan(_ method: MethodPlan, _ initial: PromptInit, soft: Int = 5) throws -> PromptPlan
  {
    PromptPlan(
      template: try Template("Review: {review}\nMood: {mood}"), soft: soft, method: method,
      initial: initial,
      answers: [Answer(label: "positive", words: "good"), Answer(label: "negative", words: "bad")],
      seed: 5)
  }

  private func logits(_ plan: PromptPlan, _ language: LocalModel) throws -> [Float] {
    let method = try XCTUnwrap(plan.startingMethod(language))
    let tape = Tape(recording: false)
    let inFront = plan.soft - plan.prefixLength
    let codes =
      (0..<inFront).map { Int32(-1 - $0) } + language.tokenizer.encode("the play was bad").ids
    return language.causal!.logits(
      ForwardPass(TokenLayout(row: codes), conditioning: method.conditioning(on: tape), on: tape),
      rows: (inFront..<codes.count).map(Int32.init)
    ).value.values
  }

  /// Prefixes, deep prompts and the tasks of a multitask prompt start as prompt tuning does.
  func testEveryMethodStartsWherePromptTuningDoes() throws {
    let language = try TinyModel().language
    for initial in inits {
      let expected = try logits(plan(.prompt, initial), language)
      for method: MethodPlan in [
        .prefix(projection: nil), .prefix(projection: 24), .deep,
        .multitask(rank: 3, task: "task", tasks: ["a", "b"]),
      ] {
        let found = try logits(plan(method, initial), language)
        let scale = expected.map(abs).max()!
        for (a, b) in zip(found, expected) {
          XCTAssertEqual(a, b, accuracy: 2e-4 * scale, "\(method) \(initial)")
        }
      }
    }
  }

  /// With grouped heads and rotary positions, the prefix of a text is that text in front.
  func testAPrefixOfATextIsTheTextInFront() throws {
    for name in [
      "llama-grouped", "tiny", "neox-parallel", "qwen3-long", "mistral-window", "gemma2-capped",
      "opt-projected",
    ] {
      let language = try ReferenceData.model(
        ReferenceData.root.appendingPathComponent("models/\(name)"))
      let words = language.tokenizer.encode("Review: it was", addSpecialTokens: false).ids
      let text = language.tokenizer.encode(" good and warm", addSpecialTokens: false).ids
      let prompt = PromptPlan(
        template: try Template("{review}"), soft: words.count, method: .prefix(projection: nil),
        initial: .text("Review: it was"))
      let method = try XCTUnwrap(prompt.startingMethod(language))
      let tape = Tape(recording: false)
      let model = language.causal!
      let whole = model.logits(
        ForwardPass(TokenLayout(row: words + text), on: tape),
        rows: (words.count..<words.count + text.count).map(Int32.init)
      ).value.values
      let prefixed = model.logits(
        ForwardPass(TokenLayout(row: text), conditioning: method.conditioning(on: tape), on: tape),
        rows: text.indices.map(Int32.init)
      ).value.values
      let scale = whole.map(abs).max()!
      for (a, b) in zip(whole, prefixed) { XCTAssertEqual(a, b, accuracy: 1e-4 * scale, name) }
    }
  }

  /// A projection too narrow to make the init exactly still starts near it.
  func testANarrowProjectionStartsNear() throws {
    let language = try TinyModel().language
    let exact = try plan(.prefix(projection: nil), .vocabulary, soft: 12)
      .startingMethod(language)!.prompt!.values
    let near = try plan(.prefix(projection: 6), .vocabulary, soft: 12)
      .startingMethod(language)!.prompt!.values
    let mean = exact.reduce(0, +) / Float(exact.count)
    let spread = exact.map { ($0 - mean) * ($0 - mean) }.reduce(0, +)
    XCTAssertLessThan(zip(exact, near).map { ($0 - $1) * ($0 - $1) }.reduce(0, +), spread)
  }

  func testAFreshNetworkIsDrawnAsTorchDrawsIt() throws {
    let language = try TinyModel().language
    let network = MethodPlan.ptuning(.init(kind: .lstm, width: 40, layers: 2))
    let method = try plan(network, .text("warm")).startingMethod(language)!
    let direct = try plan(.prompt, .text("warm")).startingMethod(language)!
    XCTAssertEqual(method.parameters[0].variable.value, direct.prompt)
    XCTAssertEqual(
      method.parameters.map(\.name).filter { $0.hasPrefix("lstm_head") }.count, 16)
    for parameter in method.parameters.dropFirst() {
      // 1/√W in the LSTM, 1/√inputs in the layers after it, which have 2W.
      let bound = 1 / Float(parameter.name.hasPrefix("lstm") ? 40 : 80).squareRoot()
      let values = parameter.variable.value.values
      XCTAssertLessThanOrEqual(values.map(abs).max()!, bound, parameter.name)
      guard values.count > 100 else { continue }
      XCTAssertGreaterThan(values.map(abs).max()!, 0.9 * bound, parameter.name)
      let deviation = (values.map { $0 * $0 }.reduce(0, +) / Float(values.count)).squareRoot()
      XCTAssertEqual(
        deviation, bound / Float(3).squareRoot(), accuracy: 0.1 * bound, parameter.name)
    }
    var other = try plan(network, .text("warm"))
    other.seed = 6
    XCTAssertNotEqual(
      try other.startingMethod(language)!.parameters[1].variable.value,
      method.parameters[1].variable.value)
  }

  func testFactorsOfAnotherPrompt() throws {
    let source = try MultitaskPrompt(
      .full(1, [3, 4]), tasks: 2, rank: 2, factors: .random, seed: 9)
    let columns = source.parameters[1].variable.value.values
    let exact = try MultitaskPrompt(
      .full(1, [3, 4]), tasks: 3, rank: 2, factors: .task(1, of: source), seed: 1)
    XCTAssertEqual(
      exact.parameters[1].variable.value.values, [0, 1, 2].flatMap { _ in columns.suffix(6) })
    let average = try MultitaskPrompt(
      .full(1, [3, 4]), tasks: 1, rank: 2, factors: .average(of: source), seed: 1)
    XCTAssertEqual(
      average.parameters[1].variable.value.values,
      zip(columns.prefix(6), columns.suffix(6)).map { $0 / 2 + $1 / 2 })
  }

  func testAPrefixHasNoPlaceInTheTemplate() throws {
    let model = try TinyModel()
    var plan = try model.plan("{review}{soft}{mood}", soft: 3)
    plan.method = .prefix(projection: nil)
    XCTAssertThrowsError(try model.renderer(plan)) {
      XCTAssertEqual($0 as? PromptError, .softPlaceOfPrefix)
    }
    plan = try model.plan("{review} {mood}", soft: 3)
    plan.method = .prefix(projection: nil)
    XCTAssertEqual(try plan.softCount(), 3)
    XCTAssertEqual(plan.prefixLength, 3)
    XCTAssertFalse(try model.renderer(plan).render(TinyModel.rows[0]).codes.contains { $0 < 0 })
  }

  func testRowsKnowTheirTask() throws {
    let model = try TinyModel()
    var plan = try model.plan("{soft:1}{review}{soft:2}{mood}")
    plan.soft = 3
    plan.method = .multitask(rank: 1, task: "task", tasks: ["a", "b"])
    let renderer = try model.renderer(plan)
    let codes = try EveryMethod.rows.prefix(2).map { row in
      try renderer.render(row).codes.filter { $0 < 0 }
    }
    XCTAssertEqual(codes, [[-4, -5, -6], [-1, -2, -3]])
    XCTAssertThrowsError(try renderer.render(TinyModel.rows[0])) {
      XCTAssertEqual(
        $0 as? PromptError, .missingColumn("task", row: .element(0), known: ["mood", "review"]))
    }
    let strange = DataRow(
      index: 4, fields: ["review": "x", "mood": "good", "task": "c"])
    XCTAssertThrowsError(try renderer.render(strange)) {
      XCTAssertEqual($0 as? PromptError, .unknownTask("c", row: .element(4), known: ["a", "b"]))
    }
  }

  func testWhatNoStartCanBeMadeOf() throws {
    let language = try TinyModel().language
    for method in [MethodPlan.deep, .prefix(projection: nil)] {
      XCTAssertThrowsError(
        try plan(method, .vocabulary, soft: 97).startingMethod(language)
      ) { XCTAssertEqual($0 as? PromptError, .promptTooLong(soft: 97, limit: 96)) }
    }
    let narrow = PromptInit.vectors([[Float]](repeating: [0, 1, 2], count: 5), from: "there")
    XCTAssertThrowsError(
      try plan(.prefix(projection: nil), narrow).startingMethod(language)
    ) {
      XCTAssertEqual(
        $0 as? PromptError,
        .wrongInitialShape(found: [5, 3], expected: [5, 16], from: "there"))
    }
    // A prefix continues from a prefix.
    let first = try plan(.prefix(projection: nil), .text("good")).startingMethod(language)!
    let rows = first.prompt!.values
    let again = try plan(
      .prefix(projection: nil),
      .vectors((0..<5).map { Array(rows[$0 * 64..<($0 + 1) * 64]) }, from: "first")
    ).startingMethod(language)!
    XCTAssertEqual(again.prompt, first.prompt)
  }
}
