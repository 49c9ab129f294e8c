import Adapters
import Foundation
import Tensors
import Transformers
import Tuning
import TuningFixtures
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
    let plan: PromptPlan
    let task: TaskModel
    let method: any TuningMethod
    let run: TuningRun
  }

  /// The same run from nothing: its model, method and head are new objects each time.
  private func trial(
    _ kind: OptimizerKind, _ tuned: TunedMethod, labels: [String]?, resuming state: TuningState?
  ) throws -> Trial {
    let model = try TinyModel()
    let head = try labels.map {
      try model.language.classificationHead(labels: $0.count, seed: 9)
    }
    let task = try TaskModel(model.language, head: head)
    var plan = try model.plan(labels == nil ? "{review} {mood}" : "{review}")
    let method: any TuningMethod
    switch tuned {
    case .prompt(let way):
      plan.soft = 3
      plan.method = way
      method = try plan.startingMethod(model.language)!
    case .lowRank(let lowRank):
      method = try LowRankAdaptation(model.language, plan: lowRank, seed: 3)
    }
    let renderer = try TokenRenderer(
      plan, form: labels.map { .label($0) } ?? .text, target: "mood",
      tokenizer: model.language.tokenizer, endToken: nil, demos: [])
    var hyper = Hyperparameters()
    hyper.optimizer = kind
    hyper.learningRate = 0.05
    hyper.length = .steps(20)
    hyper.batch = 2
    hyper.schedule = .cosine
    hyper.momentum = kind == .sgd ? 0.9 : 0
    hyper.evaluateEvery = 4
    hyper.clip = 1
    let valid = Array(EveryMethod.rows.suffix(2))
    let run = try TuningRun(
      model: task, method: method, hyper: hyper,
      train: try EveryMethod.rows.prefix(5).map { try renderer.render($0) },
      validRows: valid.count,
      evaluate: { try Scorer(model: task, renderer: renderer, method: method).score(valid) },
      resuming: state)
    return Trial(model: model, plan: plan, task: task, method: method, run: run)
  }

  private func compare(_ kind: OptimizerKind, _ tuned: TunedMethod, labels: [String]?) throws {
    let name = "\(kind) \(tuned) \(labels == nil ? "text" : "labels")"
    let whole = try trial(kind, tuned, labels: labels, resuming: nil)
    try whole.run.run { _, _ in .proceed }

    let part = try trial(kind, tuned, labels: labels, resuming: nil)
    try part.run.run { event, _ in
      if case .step(let report) = event, report.step == 10 { .stop } else { .proceed }
    }
    let sidecar = Adapter.Sidecar(
      plan: part.plan, method: tuned, target: "mood", labels: labels, hyper: part.run.hyper,
      base: part.model.language, run: "r")
    try Adapter(
      part.method, kind: part.task.kind, head: part.task.head, baseModel: nil, sidecar: sidecar,
      state: part.run.state
    ).write(to: folder, shape: part.model.causal.shape)

    let adapter = try Adapter(folder: folder, includingState: true)
    XCTAssertEqual(adapter.state?.step, 10)
    XCTAssertEqual(adapter.sidecar?.method, tuned)
    XCTAssertEqual(try adapter.check(base: part.model.language, name: ""), [])
    let state = try XCTUnwrap(adapter.state)
    let rest = try trial(kind, tuned, labels: labels, resuming: state)
    try rest.run.run { _, _ in .proceed }

    let (found, expected) = (rest.run.state, whole.run.state)
    XCTAssertEqual(found.step, 20, name)
    XCTAssertEqual(found.losses, expected.losses, name)
    XCTAssertEqual(found.evaluations, expected.evaluations, name)
    XCTAssertEqual(found.parameters, expected.parameters, name)
    XCTAssertEqual(found.optimizer, expected.optimizer, name)
    XCTAssertEqual(found.kept.step, expected.kept.step, name)
    XCTAssertEqual(found.kept.parameters, expected.kept.parameters, name)
    XCTAssertEqual(found.evaluationsSinceBest, expected.evaluationsSinceBest, name)
    XCTAssertEqual(
      rest.method.parameters.map(\.variable.value), whole.method.parameters.map(\.variable.value))

    // What was saved is what the run kept, network and head included, and it loads as that.
    let saved = try adapter.method(for: part.model.language)
    XCTAssertEqual(
      saved.parameters.map(\.variable.value), part.method.parameters.map(\.variable.value), name)
    let head = try adapter.classificationHead(for: part.model.language)
    XCTAssertEqual(
      head?.parameters.map(\.variable.value), part.task.head?.parameters.map(\.variable.value))
    // Without the state there is the prompt alone, the same to the bit.
    let bare = try Adapter(folder: folder).method(for: part.model.language)
    XCTAssertEqual(bare.prompt, part.method.prompt, name)
  }

  func testTwentyStepsInTwoHalves() throws {
    let labels = ["negative", "positive"]
    for kind in OptimizerKind.allCases {
      try compare(kind, .prompt(.prompt), labels: nil)
      try compare(kind, .lowRank(LowRankPlan(rank: 3)), labels: labels)
    }
    try compare(.adamW, .prompt(.prompt), labels: labels)
    try compare(.adamW, .lowRank(LowRankPlan()), labels: nil)
  }

  func testEveryMethodInTwoHalves() throws {
    for method in try EveryMethod.all(.tiny()) {
      // A task column is for another test; the first task is what a row without one has.
      try compare(.adamW, .prompt(method.plan.method), labels: nil)
    }
  }
}
