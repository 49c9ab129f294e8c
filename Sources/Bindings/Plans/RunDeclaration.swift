import Foundation
import Script
import Transformers
import Tuning

/// `run name { … }` as it is reached: resolved to one plan, or to one for each point of a sweep.
struct RunDeclaration {
  let declaration: Declaration
  let host: EngineHost
  private let model: ModelObject
  private let dataset: DatasetObject
  private let hyper: HyperObject?

  init(_ declaration: Declaration, host: EngineHost) throws {
    self.declaration = declaration
    self.host = host
    model = try Self.object(declaration["model"], "model")
    dataset = try Self.object(declaration["data"], "data")
    hyper = declaration["hyper"].isNone ? nil : try Self.object(declaration["hyper"], "hyper")
  }

  private static func object<Object>(_ value: Value, _ field: String) throws -> Object {
    guard case .object(let object) = value, let object = object as? Object else {
      throw Fault("`\(field)` is \(value.brief)", at: .field(field))
    }
    return object
  }

  func train() throws -> Value {
    let points = try self.points()
    guard points.count > 1 || !points[0].isEmpty else {
      let plan = try plan(at: [:], name: declaration.name)
      return .object(
        try Training(plan, declaration, host, among: host.ranks).run(from: savedState(for: plan)))
    }
    if try declaration.string("resume") != nil {
      throw Fault(
        "a folder holds one run, and this is a grid", hint: "resume a run of its own",
        at: .field("resume"))
    }
    // Every point is resolved before the first one trains.
    let labels = points.map { point in
      point.map { "\($0.name) \($0.value.label)" }.joined(separator: ", ")
    }
    let plans = try zip(points, labels).map { point, label in
      try plan(
        at: Dictionary(point.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 }),
        name: "\(declaration.name)[\(label)]")
    }
    let runs = try GridTraining(plans, labels: labels, declaration, host).train()
    return .object(
      GridObject(
        declaration, runs: runs.map(\.run), labels: runs.map { labels[$0.point] },
        missing: plans.count - runs.count))
  }

  /// Where a run that was saved stood; nil where none is to be taken up.
  private func savedState(for plan: RunPlan) throws -> TuningState? {
    guard let path = try declaration.string("resume") else { return nil }
    let folder = host.url(path, usedIn: declaration.range.file)
    func fault(_ message: String, _ hint: String) -> Fault {
      Fault("\(path) \(message)", hint: hint, at: .field("resume"))
    }
    guard Adapter.isPresent(in: folder) else {
      throw fault("holds no adapter", "name the folder that a run's `save` wrote")
    }
    let saved: Adapter
    do {
      saved = try Adapter(folder: folder, includingState: true)
    } catch {
      throw Fault(engine: error).map { $0.placed(at: .field("resume")) } ?? error
    }
    guard let sidecar = saved.sidecar, let state = saved.state else {
      throw fault(
        "holds no run to go on from", "start from what it learned: `prompt p { from: \"\(path)\" }`"
      )
    }
    guard sidecar.baseFingerprint == plan.model.language.fingerprint else {
      throw fault("was tuned on another base", "resume on the base that it was tuned on")
    }
    guard sidecar.method == plan.method else {
      throw fault("was tuned by another method", "declare the run as it was when it was saved")
    }
    guard sidecar.labels == plan.model.labels?.names else {
      throw fault(
        "was tuned to tell other labels, or in another order",
        "declare the model as it was when the run was saved")
    }
    return state
  }

  /// The layers that the hyperparameters are looked up in.
  private func hyperFields(_ point: [String: Value]) -> LayeredFields {
    let own: [any FieldSource] = [declaration]
    let base: [any FieldSource] = hyper.map { [$0.declaration] } ?? [HyperDefaults()]
    return LayeredFields(layers: own + base, point: point)
  }

  private func plan(at point: [String: Value], name: String) throws -> RunPlan {
    let prompt: PromptObject = try Self.object(point["prompt"] ?? declaration["prompt"], "prompt")
    let hyperFields = hyperFields(point)
    var hyper = try Hyperparameters(hyperFields)
    // A point has the run's names, as its label does.
    var promptPoint = point
    promptPoint["seed"] = point[RunNoun.name(ofPrompt: "seed")]
    let promptFields = LayeredFields(
      layers: [PromptOverrides(run: declaration), prompt.declaration], point: promptPoint)
    let declared = try DeclaredPrompt(promptFields) {
      try host.adapterFolder($0, field: $1, usedIn: declaration.range.file, fetches: true)
    }
    var promptPlan = declared.plan
    if !declared.hasSeed { promptPlan.seed = hyper.seed }
    promptPlan.method = try promptPlan.method.named(by: dataset.dataset)
    promptPlan.maxTokens = promptPlan.maxTokens ?? dataset.dataset.maxTokens
    guard let tuned = Tuned(rawValue: try declaration.string("tune") ?? "prompt") else {
      preconditionFailure("the schema lets through what can be tuned")
    }
    let lowRank = try LowRankPlan(
      LayeredFields(layers: [declaration], point: point), tuned: tuned)
    if try hyperFields.number("lr") == nil {
      let method: TunedMethod? =
        switch tuned {
        case .prompt, .head: .prompt(promptPlan.method)
        case .lora: .lowRank(lowRank ?? LowRankPlan())
        case .full: nil
        }
      hyper.learningRate = Hyperparameters.usualRate(method, classifies: model.labels != nil)
    }
    try hyper.check(
      dataset.dataset, labels: model.labels?.names ?? promptPlan.answerLabels)
    let plan = RunPlan(
      name: name, model: model, dataset: dataset.dataset, promptDeclaration: prompt.declaration,
      prompt: promptPlan, adapter: declared.adapter, hyper: hyper, tuned: tuned,
      lowRank: lowRank)
    let notes = try RunCheck(
      model: model.language.description, labels: model.labels, dataset: plan.dataset,
      prompt: promptPlan, tuned: tuned
    ).check()
    for note in notes { host.warnOnce(note, of: declaration.name) }
    return plan
  }

  /// The points of the grid: every combination of what is swept in the run, its prompt or its hyper.
  private func points() throws -> [Point] {
    var swept = declaration.swept
    let written = Set(declaration.fields.map(\.name))
    if let hyper { swept += hyper.declaration.swept.filter { !written.contains($0.name) } }
    // What a prompt sweeps is swept for each prompt that does.
    return try Self.points(of: swept, from: [[]]).flatMap { point in
      let value = point.first { $0.name == "prompt" }?.value ?? declaration["prompt"]
      guard case .object(let object) = value, let prompt = object as? PromptObject else {
        return [point]
      }
      let own = prompt.declaration.swept.map { (RunNoun.name(ofPrompt: $0.name), $0.points) }
      return try Self.points(of: own.filter { !written.contains($0.0) }, from: [point])
    }
  }

  /// What each point sets, by the run's names.
  private typealias Point = [(name: String, value: Value)]

  private static func points(
    of swept: [(name: String, points: [Value])], from start: [Point]
  ) throws -> [Point] {
    try swept.reduce(start) { points, field in
      let product = points.count.multipliedReportingOverflow(by: field.points.count)
      guard !product.overflow, product.partialValue <= 10_000 else {
        throw Fault("the sweep has more than 10,000 points", hint: "sweep fewer fields at once")
      }
      return points.flatMap { point in field.points.map { point + [(field.name, $0)] } }
    }
  }
}

/// The schema's defaults, for a run without a `hyper`.
struct HyperDefaults: FieldSource {
  func value(_ name: String) -> Value? {
    HyperNoun.schema.field(name)?.defaultValue.map(Value.init) ?? Value.none
  }
  func isWritten(_ name: String) -> Bool { false }
}

extension Value {
  /// How a point of a sweep is called: `0.03`, `soft`, `"labels"`.
  fileprivate var label: String {
    if case .object(let object) = self {
      if let declared = object as? any DeclaredObject { return declared.declaration.name }
      return object.typeName
    }
    return source
  }
}
