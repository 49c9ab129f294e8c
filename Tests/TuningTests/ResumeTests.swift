import Tensors
import Transformers
import Tuning
import TuningFixtures
import XCTest

/// A run that was stopped and taken up again ends bit for bit where an unbroken one does.
final class ResumeTests: XCTestCase {
  private func run(
    _ model: TinyModel, _ hyper: Hyperparameters, stoppingAt stop: Int? = nil,
    resuming state: TuningState? = nil
  ) throws -> (TuningRun, RunSummary) {
    let renderer = try model.renderer(model.plan("{review} {mood}", soft: 3))
    let soft = model.soft(3)
    let valid = Array(TinyModel.rows.suffix(2))
    let run = try TuningRun(
      model: model.task, method: soft, hyper: hyper,
      train: try TinyModel.rows.prefix(5).map { try renderer.render($0) }, validRows: valid.count,
      evaluate: { try Scorer(model: model.task, renderer: renderer, method: soft).score(valid) },
      resuming: state)
    let summary = try run.run { event, _ in
      if case .step(let report) = event, report.step == stop { return .stop }
      return .proceed
    }
    return (run, summary)
  }

  func testEveryOptimizerResumesExactly() throws {
    let model = try TinyModel()
    for kind in OptimizerKind.allCases {
      var hyper = Hyperparameters()
      hyper.optimizer = kind
      hyper.learningRate = 0.05
      hyper.length = .steps(30)
      hyper.batch = 2
      hyper.schedule = .cosine
      hyper.warmUp = 4
      hyper.momentum = kind == .sgd ? 0.9 : 0
      hyper.evaluateEvery = 7
      hyper.clip = 1
      let (whole, summary) = try run(model, hyper)
      XCTAssertEqual(summary.ending, .completed)
      XCTAssertEqual(summary.baseDigestBefore, summary.baseDigestAfter)
      let (part, stopped) = try run(model, hyper, stoppingAt: 13)
      XCTAssertEqual(stopped.ending, .interrupted)
      XCTAssertEqual(part.state.step, 13)
      let (rest, _) = try run(model, hyper, resuming: part.state)
      XCTAssertEqual(rest.state.losses, whole.state.losses, "\(kind)")
      XCTAssertEqual(rest.state.evaluations, whole.state.evaluations)
      XCTAssertEqual(
        rest.state.parameters.map(\.values), whole.state.parameters.map(\.values), "\(kind)")
      XCTAssertEqual(rest.state.kept.step, whole.state.kept.step)
      XCTAssertLessThan(whole.state.losses.last!, whole.state.losses.first!, "\(kind)")
    }
  }

  func testPatienceKeepsTheBestStep() throws {
    var hyper = Hyperparameters()
    hyper.learningRate = 30
    hyper.length = .steps(50)
    hyper.batch = 5
    hyper.evaluateEvery = 1
    hyper.patience = 3
    let (run, summary) = try run(TinyModel(), hyper)
    XCTAssertEqual(summary.ending, .ranOutOfPatience)
    let best = run.state.evaluations.min { $0.loss < $1.loss }!
    XCTAssertEqual(summary.keptStep, best.step)
    XCTAssertEqual(run.state.kept.parameters[0].values, run.state.history[best.step]![0].values)
  }

  func testAStateOfAnotherShapeIsRefused() throws {
    let model = try TinyModel()
    let state = TuningState(parameters: [.zeros([2, 16])], names: ["prompt_embeddings"])
    XCTAssertThrowsError(try run(model, Hyperparameters(), resuming: state)) { error in
      XCTAssertEqual(error as? TuningError, .stateOfAnotherRun)
    }
  }
}
