import Foundation
import Script
import Transformers
import Tuning

/// `run name { … }` as it is reached: resolved to one plan, or to one for each point of a sweep.
struct RunDeclaration {
  private let declaration: Declaration
  private let engine: Engine
  private let model: ModelObject
  private let dataset: DatasetObject
  private let hyper: HyperObject?
  private let folders: AdapterFolders

  init(_ declaration: Declaration, engine: Engine) throws {
    self.declaration = declaration
    self.engine = engine
    model = try Self.object(declaration["model"], "model")
    dataset = try Self.object(declaration["data"], "data")
    hyper = declaration["hyper"].isNone ? nil : try Self.object(declaration["hyper"], "hyper")
    folders = AdapterFolders(engine, file: declaration.range.file, fetches: true)
  }

  private static func object<Object>(_ value: Value, _ field: String) throws -> Object {
    guard case .object(let object) = value, let object = object as? Object else {
      throw Fault("`\(field)` is \(value.brief)", at: .field(field))
    }
    return object
  }

  func train() throws -> Value {
    let sweep = try Sweep(
      run: declaration, hyper: hyper?.declaration,
      prompt: { point in
        guard case .object(let object) = promptValue(at: point) else { return nil }
        return (object as? PromptObject)?.startDeclaration
      })
    guard sweep.isGrid else {
      let run = try plannedRuns(of: sweep)[0]
      return .object(
        try Training(run, declaration, engine, among: engine.ranks).run(
          from: savedState(for: run.plan)))
    }
    if try declaration.string("resume") != nil {
      throw Fault(
        "a folder holds one run, and this is a grid", hint: "resume a run of its own",
        at: .field("resume"))
    }
    // Every point is resolved before the first one trains.
    let planned = try plannedRuns(of: sweep)
    let runs = try GridTraining(planned, labels: sweep.labels, declaration, engine).train()
    return .object(
      GridObject(
        declaration, runs: runs.map(\.run), labels: runs.map { sweep.labels[$0.point] },
        missing: planned.count - runs.count))
  }

  private func promptValue(at point: Sweep.Point) -> Value {
    point.first { $0.name == "prompt" }?.value ?? declaration["prompt"]
  }

  private func plannedRuns(of sweep: Sweep) throws -> [PlannedRun] {
    var planners: [ObjectIdentifier: RunPlanner] = [:]
    // Every point has the same, and hashing the rows takes time.
    let (identity, data) = (try TuningPlan.Model(model), TuningPlan.Data(dataset.dataset))
    return try zip(sweep.points, sweep.names(of: declaration.name)).map { point, name in
      let prompt: PromptObject = try Self.object(promptValue(at: point), "prompt")
      let planner = try planners[ObjectIdentifier(prompt)] ?? planner(for: prompt)
      planners[ObjectIdentifier(prompt)] = planner
      guard let resolution = try planner.resolve(at: Dictionary(point) { $1 }) else {
        preconditionFailure("every field is known while running")
      }
      for note in resolution.notes { engine.warnOnce(note, of: declaration.name) }
      let plan = TuningPlan(resolution, model: identity, data: data)
      return PlannedRun(
        name, plan, model: model, dataset: dataset.dataset, promptDeclaration: prompt.declaration,
        adapter: resolution.adapter, defaults: defaults(of: plan, prompt, point))
    }
  }

  /// The settings of a plan that neither the run nor what it names writes.
  private func defaults(
    of plan: TuningPlan, _ prompt: PromptObject, _ point: Sweep.Point
  ) -> [String] {
    let swept = Set(point.map(\.name))
    func isWritten(_ name: String, in other: Declaration?) -> Bool {
      swept.contains(name) || declaration.isWritten(name) || other?.isWritten(name) ?? false
    }
    return plan.prompt.settings.map(\.name).filter {
      !isWritten(RunFields.name(ofPrompt: $0), in: nil) && !prompt.declaration.isWritten($0)
    }.map { "prompt.\($0)" }
      + plan.hyper.fields.map(\.name).filter { !isWritten($0, in: hyper?.declaration) }
      .map { "hyper.\($0)" }
  }

  private func planner(for prompt: PromptObject) throws -> RunPlanner {
    try RunPlanner(
      run: declaration, prompt: prompt.startDeclaration,
      hyper: hyper?.declaration ?? HyperDefaults(),
      model: .init(
        place: model.place, description: model.local(for: "training").description,
        labels: model.labels),
      data: .init(dataset: dataset.dataset), folders: folders)
  }

  /// The state of a saved run that is to be resumed; nil where none is.
  private func savedState(for plan: TuningPlan) throws -> TuningState? {
    guard let path = try declaration.string("resume") else { return nil }
    func fault(_ message: String, _ hint: String) -> Fault {
      Fault("\(path) \(message)", hint: hint, at: .field("resume"))
    }
    guard let saved = try folders.entry(path, field: "resume", includingState: true)?.adapter else {
      throw fault("holds no adapter", "name the folder that a run's `save` wrote")
    }
    guard let sidecar = saved.sidecar, let state = saved.state else {
      throw fault(
        "holds no run to resume", "start from what it learned: `prompt p { from: \"\(path)\" }`"
      )
    }
    guard sidecar.baseFingerprint == plan.model.fingerprint else {
      throw fault("was tuned on another base", "resume on the base that it was tuned on")
    }
    guard sidecar.method == plan.method else {
      throw fault("was tuned by another method", "declare the run as it was when it was saved")
    }
    let declared = plan.hyper.optimizer
    if let saved = sidecar.hyper?.optimizer, saved != declared {
      throw Fault(
        "\(path) was saved with `optimizer: \"\(saved.rawValue)\"`, and this run's is "
          + "\"\(declared.rawValue)\"",
        hint: "write `optimizer: \"\(saved.rawValue)\"` to resume it", at: .field("optimizer"))
    }
    guard sidecar.labels == plan.model.labels else {
      throw fault(
        "was tuned with different labels, or in another order",
        "declare the model as it was when the run was saved")
    }
    return state
  }
}
