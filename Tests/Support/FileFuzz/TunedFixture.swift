import Adapters
import Foundation
import ReferenceData
import Runs
import Tensors
import Transformers
import Tuning

/// A run of two steps, made on the spot: what we leave of it holds more than what PEFT does.
struct TunedFixture {
  let model: String
  let name: String
  let way: Way
  let optimizer: OptimizerKind

  enum Way {
    case prompt(MethodPlan)
    case lowRank
  }

  /// Every method on a model of each kind, the optimizers in turn.
  static let all: [TunedFixture] = ["tiny", "bert-classifier", "t5-gated"].flatMap { model in
    let ways: [(String, Way)] = [
      ("prompt", .prompt(.prompt)), ("mlp", .prompt(.ptuning(.init(kind: .mlp, width: 9)))),
      ("lstm", .prompt(.ptuning(.init(kind: .lstm, width: 7, layers: 2)))),
      ("prefix", .prompt(.prefix(projection: nil))),
      ("projected", .prompt(.prefix(projection: 11))), ("deep", .prompt(.deep)),
      ("multitask", .prompt(.multitask(rank: 2, task: "task", tasks: ["a", "b"]))),
      ("lora", .lowRank),
    ]
    return ways.enumerated().map { index, way in
      TunedFixture(
        model: "models/\(model)", name: "\(way.0) on \(model)", way: way.1,
        optimizer: OptimizerKind.allCases[index % OptimizerKind.allCases.count])
    }
  }

  static let labels = ["good", "bad"]

  var hyper: Hyperparameters {
    var hyper = Hyperparameters()
    hyper.optimizer = optimizer
    hyper.learningRate = 0.01
    hyper.momentum = 0.5
    hyper.batch = 2
    hyper.length = .steps(2)
    hyper.evaluateEvery = 1
    return hyper
  }

  /// The run's parts as they stand before its first step.
  struct Start {
    let session: Session
    let method: any TuningMethod
  }

  func start(_ model: LocalModel) throws -> Start {
    let head =
      model.kind == .encoder
      ? try model.classificationHead(labels: Self.labels.count, seed: 9) : nil
    var plan = PromptPlan(
      template: try Template(head == nil ? "{review} Mood: {mood}" : "{review} Mood:"), soft: 3)
    let method: any TuningMethod
    switch way {
    case .prompt(let way):
      plan.method = way
      method = try plan.startingMethod(model)!
    case .lowRank:
      plan.soft = 0
      method = try LowRankAdaptation(model, seed: 3)
    }
    let session = Session(
      model: model, plan: plan, head: head, labels: Self.labels, hyper: hyper)
    return Start(session: session, method: method)
  }

  /// Trains, and returns the state; seconds are the same each time.
  private func train(_ start: Start) throws -> TuningState {
    var state = try start.session.trained(start.method)
    state.stepSeconds = state.stepSeconds.map { _ in 0.25 }
    return state
  }

  /// The adapter folder that `save` writes.
  func adapterFiles(_ model: LocalModel) throws -> FileSet {
    let start = try start(model)
    let state = try train(start)
    let tuned: TunedMethod =
      switch way {
      case .prompt(let plan): .prompt(plan)
      case .lowRank: .lowRank(LowRankPlan())
      }
    let sidecar = Adapter.Sidecar(
      plan: start.session.plan, method: tuned, target: "mood",
      labels: start.session.head == nil ? nil : Self.labels, hyper: hyper, base: model, run: "r",
      metrics: ["accuracy": 0.5])
    return try Self.files { folder in
      try Adapter(
        start.method, kind: model.kind, head: start.session.head, baseModel: "tiny",
        sidecar: sidecar, state: state
      ).write(to: folder, shape: model.network.shape)
    }
  }

  static let key = RunKey(String(repeating: "a5", count: 32))!
  static let checkpointName = "state.safetensors"

  func checkpointFiles(_ model: LocalModel) throws -> FileSet {
    let state = try train(start(model))
    return try Self.files { folder in
      try CheckpointFile.write(
        state, key: Self.key, to: folder.appendingPathComponent(Self.checkpointName))
    }
  }

  private static func files(_ write: (URL) throws -> Void) throws -> FileSet {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("pts-fixture-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try write(folder)
    return try Fixture(name: "", folder: folder).files()
  }
}
