import Ranks
import Tensors
import Transformers
import Tuning
import TuningFixtures
import XCTest

/// Runs whose batches are divided among processes against the same runs in one.
final class DividedRunTests: XCTestCase {
  /// Batches of three rows and one of a single row: in a group of four most have nothing to do.
  private func run(_ method: EveryMethod, among ranks: any ProcessGroup) throws -> TuningRun {
    let tuned = try method.shaken()
    return try run(method, tuned, among: ranks)
  }

  private func run(
    _ method: EveryMethod, _ tuned: any TuningMethod, among ranks: any ProcessGroup
  ) throws -> TuningRun {
    var hyper = Hyperparameters()
    hyper.learningRate = 0.01
    hyper.length = .steps(7)
    hyper.batch = 3
    // In parts, the last of which some processes have nothing of.
    hyper.accumulate = method.bench.name == "tiny" ? 2 : 1
    hyper.clip = 0.5
    hyper.evaluateEvery = 3
    hyper.seed = 9
    let scorer = Scorer(
      model: method.bench.task, renderer: try method.bench.renderer(method.plan), method: tuned,
      ranks: ranks)
    let valid = Array(EveryMethod.rows.suffix(3))
    let run = try TuningRun(
      model: method.bench.task, method: tuned, hyper: hyper, train: method.rendered(),
      validRows: valid.count, evaluate: { try scorer.score(valid) }, ranks: ranks)
    try run.run { _, _ in .proceed }
    return run
  }

  /// A head is trained in place, so each process has a bench of its own.
  private func bench(_ name: String) throws -> MethodBench {
    try MethodBench.all().first { $0.name == name }!
  }

  func testEveryMethodTakesTheSameStepsInOneAndInSeveral() throws {
    for name in ["tiny", "bert-classifier", "t5-gated"] {
      for (index, method) in try EveryMethod.all(bench(name)).enumerated() {
        func state(_ ranks: any ProcessGroup) throws -> TuningState {
          try run(EveryMethod.all(bench(name))[index], among: ranks).state
        }
        let whole = try state(SoleProcess())
        for count in [2, 4] {
          for one in try ThreadGroup.results(count, state) {
            assertSame(one, whole, "\(method.name), \(count) processes")
          }
        }
      }
    }
  }

  private func assertSame(_ one: TuningState, _ other: TuningState, _ name: String) {
    XCTAssertEqual(one.losses.count, other.losses.count, name)
    for (a, b) in zip(one.losses, other.losses) { XCTAssertEqual(a, b, accuracy: 1e-5 * b, name) }
    XCTAssertEqual(one.evaluations.map(\.accuracy), other.evaluations.map(\.accuracy), name)
    for (a, b) in zip(one.evaluations, other.evaluations) {
      XCTAssertEqual(a.loss, b.loss, accuracy: 1e-5 * b.loss, name)
    }
    XCTAssertEqual(one.kept.step, other.kept.step, name)
    for (a, b) in zip(one.parameters, other.parameters) {
      let worst = zip(a.values, b.values).map { abs($0 - $1) }.max() ?? 0
      XCTAssertLessThan(worst, 1e-3, name)
    }
  }

  func testALowRankUpdateTakesTheSameSteps() throws {
    func state(_ ranks: any ProcessGroup) throws -> TuningState {
      let bench = try MethodBench.tiny()
      let method = EveryMethod(
        name: "lora", bench: bench,
        plan: PromptPlan(template: try Template("Review: {review}\nMood: {mood}"), soft: 0))
      let lora = try LowRankAdaptation(bench.language, plan: LowRankPlan(), seed: 3)
      return try run(method, lora, among: ranks).state
    }
    let whole = try state(SoleProcess())
    for one in try ThreadGroup.results(3, state) { assertSame(one, whole, "lora") }
  }

  /// A run of a sweep that another process has trained is as good as one's own.
  func testAStoryIsRetoldAsItWas() throws {
    let method = try EveryMethod.all(.tiny())[0]
    let tuned = try method.shaken()
    var told: [String] = []
    var start: RunStart?
    var reports: [StepReport] = []
    var hyper = Hyperparameters()
    hyper.length = .steps(6)
    hyper.batch = 2
    hyper.evaluateEvery = 2
    func made(_ tuned: any TuningMethod, _ state: TuningState?) throws -> TuningRun {
      let scorer = Scorer(
        model: method.bench.task, renderer: try method.bench.renderer(method.plan), method: tuned)
      return try TuningRun(
        model: method.bench.task, method: tuned, hyper: hyper, train: method.rendered(),
        validRows: 7, evaluate: { try scorer.score(EveryMethod.rows) }, resuming: state)
    }
    let run = try made(tuned, nil)
    let summary = try run.run { event, _ in
      told.append("\(event)")
      if case .started(let begun) = event { start = begun }
      if case .step(let report) = event { reports.append(report) }
      return .proceed
    }
    var message = Message()
    message.encode("before")
    RunTranscript(start: start!, reports: reports, summary: summary, state: run.state).encode(
      into: &message)
    message.encode(7)
    var received = Message(message.bytes)
    XCTAssertEqual(received.decode() as String, "before")
    let transcript = RunTranscript(from: &received)
    XCTAssertEqual(received.decode() as Int, 7)
    XCTAssertTrue(received.isEmpty)

    let other = try method.shaken()
    let again = try made(other, transcript.state)
    var replayed: [String] = []
    try again.replay(transcript) { event, _ in replayed.append("\(event)") }
    XCTAssertEqual(replayed, told)
    XCTAssertEqual(other.parameters.map(\.variable.value), tuned.parameters.map(\.variable.value))
    XCTAssertEqual(again.state.parameters, run.state.parameters)
    XCTAssertEqual(again.state.optimizer, run.state.optimizer)
    XCTAssertEqual(again.state.losses, run.state.losses)
    XCTAssertEqual(again.state.stepSeconds, run.state.stepSeconds)
    XCTAssertEqual(again.state.history.steps, run.state.history.steps)
    XCTAssertEqual(again.state.history[4], run.state.history[4])
    XCTAssertEqual(again.state.best?.parameters, run.state.best?.parameters)
  }
}
