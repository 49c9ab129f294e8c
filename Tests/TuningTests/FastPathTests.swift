import Data
import Foundation
import ReferenceData
import Tensors
import Transformers
import Tuning
import TuningFixtures
import XCTest

/// The fast ways of a step give what the plain ones give, on batches as ragged as they come.
final class FastPathTests: XCTestCase {
  private struct Step {
    let loss: Float
    let gradient: [Float]
  }

  /// Rows of one to some forty tokens, some with a common beginning, some equal.
  private func rows(_ count: Int) -> [DataRow] {
    let words = ["the", "film", "was", "good", "and", "warm", "play", "bad", "cold"]
    return (0..<count).map { index in
      let length = (index * 7) % 13 + 1
      let start = index % 3 == 0 ? "the film was " : ""
      let text =
        start
        + (0..<length).map { words[($0 * $0 + index) % words.count] }
        .joined(separator: " ")
      return DataRow(
        index: index,
        fields: ["review": text, "mood": index % 2 == 0 ? "positive" : "negative"])
    }
  }

  private static let templates = [
    "{soft}Review: {review}\nMood: {mood}", "Review: {review}{soft}\nMood: {mood}{end}",
  ]

  /// Every size of batch and of prompt that is asked for, in front of the text and in its middle.
  private func forEachBatch(
    _ body: (_ rows: [RenderedRow], _ soft: Int, _ name: String) throws -> Void
  )
    throws
  {
    let model = try TinyModel(positions: 256)
    for template in Self.templates {
      for soft in [0, 1, 20, 130] {
        let source = soft == 0 ? template.replacingOccurrences(of: "{soft}", with: "") : template
        let renderer = try model.renderer(model.plan(source, soft: soft))
        for count in [1, 2, 5, 16, 33] {
          try body(
            try rows(count).map { try renderer.render($0) }, soft,
            "\(count) rows, P \(soft): \(source)")
        }
      }
    }
  }

  private func step(_ model: TinyModel, _ batch: Batch, soft count: Int) -> Step {
    let soft = model.soft(count)
    let variable = soft.parameters[0].variable
    let loss = GradientStep(model: model.task, method: soft)(batch)
    return Step(loss: loss, gradient: variable.gradient?.values ?? [])
  }

  private func assertEqual(
    _ a: Step, _ b: Step, loss: Float, gradient: Float, _ name: String
  ) {
    XCTAssertEqual(a.loss, b.loss, accuracy: loss * abs(b.loss), name)
    XCTAssertEqual(a.gradient.count, b.gradient.count, name)
    let size = b.gradient.reduce(0) { max($0, abs($1)) }
    let worst = zip(a.gradient, b.gradient).reduce(0) { max($0, abs($1.0 - $1.1)) }
    XCTAssertLessThanOrEqual(worst, gradient * size, name)
  }

  func testASharedPrefixChangesNothing() throws {
    let model = try TinyModel(positions: 256)
    try forEachBatch { rows, soft, name in
      assertEqual(
        step(model, Batch(rows), soft: soft), step(model, Batch(rows, sharing: false), soft: soft),
        loss: 1e-5, gradient: 2e-5, name)
    }
  }

  func testThreadsChangeNothing() throws {
    let model = try TinyModel(positions: 256)
    let threads = Threads.count
    defer { Threads.count = threads }
    try forEachBatch { rows, soft, name in
      let batch = Batch(rows)
      Threads.count = 2
      let two = step(model, batch, soft: soft)
      Threads.count = 1
      // Products may be divided along the sum; everything else is bit for bit.
      assertEqual(two, step(model, batch, soft: soft), loss: 1e-6, gradient: 1e-5, name)
    }
  }

  /// Fresh buffers are full of NaN: what reads before it writes, or writes too late, shows.
  func testTheArenaChangesNothing() throws {
    let model = try TinyModel(positions: 256)
    defer { BufferPool.givesFreshBuffers = false }
    try forEachBatch { rows, soft, name in
      let batch = Batch(rows)
      BufferPool.givesFreshBuffers = false
      let reused = step(model, batch, soft: soft)
      BufferPool.givesFreshBuffers = true
      assertEqual(reused, step(model, batch, soft: soft), loss: 0, gradient: 0, name)
    }
  }

  func testBF16StaysCloseToF32() throws {
    let plain = try TinyModel(hidden: 64, positions: 256)
    let fast = try TinyModel(hidden: 64, positions: 256, precision: .bf16)
    XCTAssertEqual(fast.language.precision, .bf16)
    XCTAssertEqual(fast.language.fingerprint, plain.language.fingerprint)
    try forEachBatch { rows, soft, name in
      let batch = Batch(rows)
      // Eight bits of fraction: a product's factors are off by 2⁻⁹, sums of them by less.
      assertEqual(
        step(fast, batch, soft: soft), step(plain, batch, soft: soft), loss: 4e-3, gradient: 3e-2,
        name)
    }
  }

  /// 200 steps of a prompt for translation on the embedded model, at a rate that keeps the way
  /// steady: at higher ones two runs in f32 that round apart part as far.
  func testBF16FollowsTheLossCurveOfF32() throws {
    let root = ReferenceData.root.deletingLastPathComponent().deletingLastPathComponent()
    let lines = try String(
      contentsOf: root.appendingPathComponent("Sources/Bindings/Resources/sets/spanish.csv"),
      encoding: .utf8
    ).split(separator: "\n").dropFirst().filter { !$0.contains("\"") }
    let rows = lines.enumerated().map { index, line in
      let cells = line.split(separator: ",").map(String.init)
      return DataRow(index: index, fields: ["spanish": cells[0], "english": cells[1]])
    }
    let description = try ModelDescription(
      folder: root.appendingPathComponent("Sources/Bindings/Resources/workshop"))
    func losses(_ precision: Precision) throws -> [Float] {
      let language = try LocalModel(description, precision: precision)
      let plan = PromptPlan(
        template: try Template("{english} = {spanish}{end}"), soft: 8, initial: .vocabulary,
        answers: [], demos: 0, seed: 1)
      let renderer = try TokenRenderer(
        plan, target: "spanish", tokenizer: language.tokenizer,
        endToken: language.endToken?.text, demos: [])
      var hyper = Hyperparameters()
      (hyper.length, hyper.batch, hyper.learningRate) = (.steps(200), 16, 0.002)
      let run = try TuningRun(
        model: TaskModel(causal: language.causal!), method: try plan.startingMethod(language)!,
        hyper: hyper, train: rows.map { try renderer.render($0) }, validRows: 0, evaluate: nil)
      try run.run { _, _ in .proceed }
      return run.state.losses
    }
    let (fast, plain) = (try losses(.bf16), try losses(.f32))
    XCTAssertEqual(plain.count, 200)
    XCTAssertLessThan(plain[199], plain[0] / 5)
    for (step, pair) in zip(fast, plain).enumerated() {
      XCTAssertEqual(pair.0, pair.1, accuracy: 0.02 * pair.1, "step \(step + 1)")
    }
    for start in stride(from: 0, to: 200, by: 10) {
      func mean(_ losses: [Float]) -> Float { losses[start..<start + 10].reduce(0, +) / 10 }
      XCTAssertEqual(
        mean(fast), mean(plain), accuracy: 0.01 * mean(plain), "from step \(start + 1)")
    }
  }
}
