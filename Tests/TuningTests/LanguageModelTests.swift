import ReferenceData
import Transformers
import Tuning
import TuningFixtures
import XCTest

/// What is written against `LanguageModel` works for a model with weights as their own code does, and
/// for one that has none.
final class LanguageModelTests: XCTestCase {
  private let answers = [
    Answer(label: "positive", words: "good"), Answer(label: "negative", words: "bad"),
  ]

  private func tiny() throws -> LocalModel {
    try ReferenceData.model(ReferenceData.root.appendingPathComponent("models/tiny"))
  }

  func testChoicesOfAHardPromptAreTheScorers() throws {
    let model = try TinyModel()
    let plan = try model.plan("Review: {review}\nMood: {mood}", soft: 0, answers: answers)
    let renderer = try model.renderer(plan)
    let rows = Array(TinyModel.rows.prefix(5))
    let rendered = try rows.flatMap { try renderer.renderAnswers($0) }
    let expected = try Scorer(model: model.task, renderer: renderer, method: nil)
      .logProbabilities(rendered)
    let contexts = rows.map { "Review: \($0.fields["review"]!)\nMood: " }

    let found = try model.language.logProbabilities(
      of: contexts.flatMap { context in
        answers.map { ScoringRequest(context: context, continuation: $0.words) }
      })
    XCTAssertEqual(found.count, expected.count)
    for (own, scorers) in zip(found, expected) {
      XCTAssertEqual(own.sum, scorers.sum, accuracy: 1e-4)
      XCTAssertEqual(own.tokens, scorers.tokens)
      XCTAssertEqual(own.likeliestTokens, scorers.likeliestTokens)
    }
    let chosen = try plan.choices(after: contexts, by: model.language)
    for (index, choice) in chosen.enumerated() {
      XCTAssertEqual(choice.index, plan.choice(among: expected[2 * index..<2 * index + 2]).index)
    }
  }

  func testChoicesOfAModelWithoutWeights() throws {
    let dummy = DummyModel()
    let plan = PromptPlan(
      template: try Template("{text} {mood}"), answers: answers, scoring: .perToken)
    let choices = try plan.choices(after: ["a bad film", "a good film"], by: dummy)
    XCTAssertEqual(choices.map(\.index), [1, 0])
    XCTAssertEqual(choices[0].scores, [-1, -0.5])
    XCTAssertEqual(dummy.requests.count, 4)
  }

  func testWhatNeedsWeightsAsksOnce() throws {
    let dummy = DummyModel()
    XCTAssertThrowsError(try dummy.local(for: "training")) {
      XCTAssertEqual(
        $0 as? LanguageModelError, .needsWeights(model: "dummy", purpose: "training"))
    }
    let model = try tiny()
    XCTAssertTrue(try model.local(for: "training") === model)
    XCTAssertTrue(model.capabilities.canScore && model.capabilities.hasWeights)
  }

  func testTexts() throws {
    var settings = Generator.Settings()
    settings.tokens = 6
    let model = try tiny()
    let generator = Generator(
      model: try model.writer, conditioning: Conditioning(),
      ends: model.description.endTokens.ids)
    let contexts = ["The film was", "A good"]
    for any: any LanguageModel in [model, DummyModel()] {
      let texts = try any.texts(after: contexts, settings, stops: [])
      let expected =
        any.capabilities.hasWeights
        ? generator.continuations(
          of: contexts.map { model.tokenizer.encode($0).ids }, settings
        ).map { model.tokenizer.decode($0, skipSpecialTokens: true) } : ["was", "good"]
      XCTAssertEqual(texts.flatMap(\.self), expected)
    }
  }

  func testAnEncoderScoresNothing() throws {
    let model = try ReferenceData.model(
      ReferenceData.root.appendingPathComponent("models/bert-classifier"))
    XCTAssertFalse(model.capabilities.canScore || model.capabilities.canGenerate)
    XCTAssertThrowsError(
      try model.logProbabilities(of: [ScoringRequest(context: "a", continuation: "b")])
    ) { XCTAssertTrue($0 is LanguageModelError) }
  }
}
