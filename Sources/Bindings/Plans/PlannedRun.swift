import Data
import Script
import Tensors
import Transformers
import Tuning

/// A run that can start: its plan, with the model, the data and the folder that the plan names.
struct PlannedRun {
  let name: String
  var plan: TuningPlan
  let model: ModelObject
  let dataset: Dataset
  let promptDeclaration: Declaration
  let adapter: LoadedAdapter?
  /// The settings that nobody wrote, as the store names them.
  let defaults: [String]

  init(
    _ name: String, _ plan: TuningPlan, model: ModelObject, dataset: Dataset,
    promptDeclaration: Declaration, adapter: LoadedAdapter?, defaults: [String] = []
  ) {
    self.name = name
    self.plan = plan
    self.model = model
    self.dataset = dataset
    self.promptDeclaration = promptDeclaration
    self.adapter = adapter
    self.defaults = defaults
  }

  /// The prompt as it is before the run's first step.
  /// - Parameter language: the model, or the copy of it whose weights may move.
  func untrained(
    on language: LocalModel? = nil, warn: (String) -> Void = { _ in }
  ) throws -> AppliedPrompt {
    try AppliedPrompt(
      plan.prompt, language: language ?? model.local(for: "training"), labels: model.labels,
      dataset: dataset,
      learned: try adapter?.learned(for: model, warn: warn))
  }

  /// The configuration as the store keeps it, a line a field.
  var configuration: [(name: String, value: Value)] {
    [
      ("model", .string(model.declaration.name)), ("data", .string(dataset.name)),
      ("data rows", .number(Double(dataset.rows.count))), ("tune", .string(plan.tuned.rawValue)),
      ("model.path", .string(plan.model.path)),
      ("model.fingerprint", .string(plan.model.fingerprint)),
      ("model.dtype", .string(plan.model.precision.rawValue)),
      ("data.files", .list(dataset.files.map { .string($0) })),
      ("data.hash", .string(plan.data.hash)),
    ] + (plan.lowRank?.settings ?? [])
      + plan.prompt.settings.map { ("prompt.\($0.name)", $0.value) }
      + plan.hyper.fields.map { ("hyper.\($0.name)", $0.value) }
      + [("defaults", .list(defaults.map { .string($0) }))]
  }
}

extension TuningPlan {
  init(_ resolution: RunPlanner.Resolution, model: Model, data: Data) {
    self.model = model
    self.data = data
    prompt = resolution.prompt
    adapter = resolution.adapter.map { Folder(path: $0.path, hash: $0.hash) }
    hyper = resolution.hyper
    tuned = resolution.tuned
    lowRank = resolution.lowRank
    origin = nil
  }
}

extension TuningPlan.Data {
  init(_ dataset: Dataset) {
    self.init(
      hash: dataset.hash, rows: dataset.rows.count, input: dataset.input, target: dataset.target)
  }
}

extension TuningPlan.Model {
  init(_ model: ModelObject) throws {
    let local = try model.local(for: "training")
    self.init(
      path: model.place.name, fingerprint: model.fingerprint,
      configuration: local.description.configurationHash, precision: local.precision,
      labels: model.labels)
  }

  init(
    path: String, fingerprint: String, configuration: String, precision: Precision,
    labels: ModelLabels?
  ) {
    self.init(
      path: path, fingerprint: fingerprint, configuration: configuration, precision: precision,
      labels: labels?.names,
      headSeed: labels?.seed ?? 0)
  }
}

extension Dataset {
  /// The files that its rows come from, in the order in which they first do; none of a list of records.
  fileprivate var files: [String] {
    var files: [String] = []
    for case .line(_, let file) in rows.map(\.origin) where !files.contains(file) {
      files.append(file)
    }
    return files
  }
}
