import Tensors
import Transformers
import Tuning
import TuningFixtures
import XCTest

/// What a run remembers of a step is what the method, and the head beside it, were at that step.
final class HistoryTests: XCTestCase {
  func testEveryStepOfEveryMethodComesBack() throws {
    for bench in try MethodBench.all() {
      for method in try EveryMethod.all(bench) {
        let rows = try method.rendered()
        try check(method.shaken(), bench, rows, method.name)
      }
      let plan = PromptPlan(
        template: try Template(bench.task.head == nil ? "{review} {mood}" : "{review}"))
      let renderer = try bench.renderer(plan)
      let rows = try EveryMethod.rows.map { try renderer.render($0) }
      let lowRank = try LowRankAdaptation(bench.language, plan: LowRankPlan(), seed: 3)
      try check(lowRank, bench, rows, "lora on \(bench.name)")
      if bench.task.head != nil { try check(HeadAlone(), bench, rows, "head on \(bench.name)") }
    }
  }

  private func check(
    _ method: any TuningMethod, _ bench: MethodBench, _ rows: [RenderedRow], _ name: String
  ) throws {
    // Each trains a head of its own.
    let task = try TaskModel(bench.language, head: bench.task.head?.copy())
    var hyper = Hyperparameters()
    hyper.learningRate = 0.1
    hyper.length = .steps(3)
    hyper.batch = rows.count
    let run = try TuningRun(
      model: task, method: method, hyper: hyper, train: rows, validRows: 0, evaluate: nil)
    func logits(_ task: TaskModel, _ method: any TuningMethod) -> [Float] {
      let tape = Tape(recording: false)
      return task.logits(task.batch(rows, for: method), method.conditioning(on: tape), on: tape)
        .value
        .values
    }
    var expected = [logits(task, method)]
    try run.run { event, _ in
      if case .step = event { expected.append(logits(task, method)) }
      return .proceed
    }
    XCTAssertEqual(run.state.history.steps, [0, 1, 2, 3], name)
    for (step, expected) in expected.enumerated() {
      let earlier = try XCTUnwrap(run.restored(at: step))
      let found = logits(try TaskModel(bench.language, head: earlier.head), earlier.method)
      XCTAssertEqual(found, expected, "\(name), step \(step)")
    }
    XCTAssertNotEqual(expected[0], expected[3], name)
  }

  func testTheStartStaysWhenSnapshotsAreTooManyToKeep() {
    var history = PromptHistory()
    let large = Tensor.zeros([9 << 20])
    for step in 0...9 { history.add([large], at: step) }
    XCTAssertEqual(history.steps, [0])
    history = PromptHistory()
    let middling = Tensor.zeros([5 << 20])
    for step in 0...9 { history.add([middling], at: step) }
    XCTAssertEqual(history.steps, [0, 4, 8])
  }
}
