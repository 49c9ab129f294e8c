import Foundation
import Tensors
import Transformers
import Tuning
import XCTest

/// A run taken up from its folder by a new process ends bit for bit where an unbroken one does.
final class AdapterResumeTests: XCTestCase {
  private var folder: URL!

  override func setUp() {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("pts-resume-\(UUID().uuidString)")
  }

  override func tearDown() { try? FileManager.default.removeItem(at: folder) }

  private struct Trial {
    let model: TinyModel
    let task: TaskModel
    let method: any TuningMethod
    let run: TuningRun
  }

  /// The same run from nothing: its model, method and head are new objects each time.
  private func trial(
    _ kind: OptimizerKind, lowRank: Bool, labels: [String]?, resuming state: TuningState? = nil
  ) throws -> Trial {
    let model = try TinyModel()
    let head = try labels.map {
      try model.language.classificationHead(labels: $0.count, seed: 9)
    }
    let task = try TaskModel(model.language, head: head)
    let plan = try model.plan(labels == nil ? "{review} {mood}" : "{review}", soft: lowRank ? 0 : 3)
    let renderer = try Renderer(
      plan, form: labels.map { .label($0) } ?? .text, target: "mood",
      tokenizer: model.language.tokenizer, endToken: nil, demos: [])
    let method: any TuningMethod =
      lowRank ? try LowRankAdaptation(model.language, seed: 3) : model.soft(3)
    var hyper = Hyperparameters()
    hyper.optimizer = kind
    hyper.learningRate = 0.05
    hyper.length = .steps(20)
    hyper.batch = 2
    hyper.schedule = .cosine
    hyper.momentum = kind == .sgd ? 0.9 : 0
    hyper.evaluateEvery = 4
    hyper.clip = 1
    let valid = Array(TinyModel.rows.suffix(2))
    let run = try TuningRun(
      model: task, method: method, hyper: hyper,
      train: try TinyModel.rows.prefix(5).map { try renderer.render($0) }, validRows: valid.count,
      evaluate: { try Scorer(model: task, renderer: renderer, method: method).score(valid) },
      resuming: state)
    return Trial(model: model, task: task, method: method, run: run)
  }

  private func compare(_ kind: OptimizerKind, lowRank: Bool, labels: [String]?) throws {
    let whole = try trial(kind, lowRank: lowRank, labels: labels)
    try whole.run.run { _, _ in .proceed }

    let part = try trial(kind, lowRank: lowRank, labels: labels)
    try part.run.run { event, _ in
      if case .step(let report) = event, report.step == 10 { .stop } else { .proceed }
    }
    let sidecar = Adapter.Sidecar(
      plan: try part.model.plan("{review} {mood}", soft: 3),
      method: lowRank ? .lowRank(LowRankPlan()) : .prompt(.prompt), target: "mood",
      labels: labels, hyper: part.run.hyper, base: part.model.language, run: "r")
    try Adapter(
      part.method.adapter!, kind: part.task.kind, head: part.task.head, baseModel: nil,
      sidecar: sidecar, state: part.run.checkpointAfterRun
    ).write(to: folder, shape: part.model.causal.shape)

    let adapter = try Adapter(folder: folder, includingState: true)
    XCTAssertEqual(adapter.sidecar?.steps, 10)
    let state = try XCTUnwrap(adapter.state)
    let rest = try trial(kind, lowRank: lowRank, labels: labels, resuming: state)
    try rest.run.run { _, _ in .proceed }

    let (found, expected) = (rest.run.state, whole.run.state)
    let name = "\(kind) \(lowRank ? "lora" : "prompt") \(labels == nil ? "text" : "labels")"
    XCTAssertEqual(found.step, 20, name)
    XCTAssertEqual(found.losses, expected.losses, name)
    XCTAssertEqual(found.evaluations, expected.evaluations, name)
    XCTAssertEqual(found.parameters, expected.parameters, name)
    XCTAssertEqual(found.optimizer, expected.optimizer, name)
    XCTAssertEqual(found.kept.step, expected.kept.step, name)
    XCTAssertEqual(found.kept.parameters, expected.kept.parameters, name)
    XCTAssertEqual(found.stale, expected.stale, name)
    XCTAssertEqual(
      rest.method.parameters.map(\.variable.value), whole.method.parameters.map(\.variable.value))
    // What was saved is the kept prompt, and it loads as that.
    let saved = try adapter.method(for: part.model.language)
    XCTAssertEqual(
      saved.parameters.map(\.variable.value),
      Array(state.kept.parameters.prefix(saved.parameters.count)), name)
  }

  func testTwentyStepsInTwoHalves() throws {
    for kind in OptimizerKind.allCases {
      try compare(kind, lowRank: false, labels: nil)
      try compare(kind, lowRank: true, labels: ["negative", "positive"])
    }
    try compare(.adamW, lowRank: false, labels: ["negative", "positive"])
    try compare(.adamW, lowRank: true, labels: nil)
  }
}

extension TuningRun {
  /// What is to be saved once `run` has returned: its state holds the last step then, and the
  /// variables the kept one.
  fileprivate var checkpointAfterRun: TuningState { state }
}
