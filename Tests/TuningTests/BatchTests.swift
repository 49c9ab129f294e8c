import Tensors
import Transformers
import Tuning
import TuningFixtures
import XCTest

/// A batch that shares what rows begin with gives what rows laid out whole give.
final class BatchTests: XCTestCase {
  private let templates = [
    "Review: {review}\nMood: {mood}",
    "{soft}Review: {review}\nMood: {mood}{end}",
    "Review:{soft:2} {review}\nMood:{soft} {mood}",
    "The film was good and warm and bad.\n{review}{soft}{mood}",
  ]

  func testSharedBeginningsChangeNothing() throws {
    let model = try TinyModel()
    for (index, template) in templates.enumerated() {
      let soft = index == 0 ? 0 : 5
      let renderer = try model.renderer(model.plan(template, soft: soft))
      for count in [1, 2, 7] {
        let rows = try TinyModel.rows.prefix(count).map { try renderer.render($0) }
        let plain = Batch(rows, sharing: false)
        let shared = Batch(rows)
        XCTAssertEqual(plain.targets, shared.targets)
        XCTAssertEqual(plain.tokenCount, rows.reduce(0) { $0 + $1.read })
        if count > 2, index > 0 { XCTAssertLessThan(shared.tokenCount, plain.tokenCount) }
        let prompt = model.soft(soft)
        let variable = prompt.parameters[0].variable
        let step = GradientStep(model: model.task, method: prompt)
        let plainLoss = step(plain)
        let plainGradient = variable.gradient
        variable.gradient = nil
        let sharedLoss = step(shared)
        XCTAssertEqual(plainLoss, sharedLoss, accuracy: 1e-5 * abs(plainLoss), template)
        guard let a = plainGradient?.values, let b = variable.gradient?.values else { continue }
        let size = a.map(abs).max() ?? 0
        for (x, y) in zip(a, b) { XCTAssertEqual(x, y, accuracy: 2e-5 * size, template) }
      }
    }
  }

  /// Nested common beginnings: each answer of a row shares the row, every row the demonstrations.
  func testAnswersShareTheirRow() throws {
    let model = try TinyModel()
    let answers = [
      Answer(label: "positive", words: "good"), Answer(label: "negative", words: "bad"),
    ]
    let renderer = try model.renderer(
      model.plan(
        "{soft}{demos}Review: {review}\nMood: {mood}", soft: 4, answers: answers, demos: 2),
      demos: Array(TinyModel.rows.prefix(2)))
    let rows = try TinyModel.rows.dropFirst(2).flatMap { try renderer.renderAnswers($0) }
    let soft = model.soft(4)
    let scorer = Scorer(model: model.task, renderer: renderer, method: soft)
    let together = try scorer.logProbabilities(rows)
    for (row, figures) in zip(rows, together) {
      let alone = try scorer.logProbabilities([row])[0]
      XCTAssertEqual(figures.sum, alone.sum, accuracy: 1e-4)
      XCTAssertEqual(figures.tokens, alone.tokens)
    }
    XCTAssertLessThan(Batch(rows).tokenCount, rows.reduce(0) { $0 + $1.codes.count } / 2)
  }

  func testGradientOfTheSoftPromptAgainstFiniteDifferences() throws {
    // Weights as small as a fresh model's would drown the differences in rounding.
    let model = try TinyModel(trainable: true)
    for parameter in model.causal.parameters where parameter.variable!.shape.count == 2 {
      let variable = parameter.variable!
      variable.value = Tensor(variable.value.values.map { $0 * 15 }, shape: variable.shape)
    }
    let renderer = try model.renderer(
      model.plan("{soft:2}Review: {review}{soft}\nMood: {mood}", soft: 3))
    let batch = Batch(try TinyModel.rows.prefix(4).map { try renderer.render($0) })
    let soft = model.soft(3)
    _ = GradientStep(model: model.task, method: soft)(batch)
    let variable = soft.parameters[0].variable
    let gradient = variable.gradient!.values
    let values = variable.value.values
    let scale = gradient.map(abs).max()!
    XCTAssertGreaterThan(scale, 1e-2)
    for index in stride(from: 0, to: values.count, by: 5) {
      func loss(_ shift: Float) -> Float {
        var moved = values
        moved[index] += shift
        let prompt = SoftPrompt(Tensor(moved, shape: variable.shape))
        return GradientStep(model: model.task, method: prompt)(batch)
      }
      let slope = (loss(0.005) - loss(-0.005)) / 0.01
      XCTAssertEqual(slope, gradient[index], accuracy: 0.01 * scale)
    }
  }
}

extension RenderedRow {
  /// How many of its tokens a pass must see to predict its targets.
  fileprivate var read: Int { isTarget.lastIndex(of: true) ?? 0 }
}
