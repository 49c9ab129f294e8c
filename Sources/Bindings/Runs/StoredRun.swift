import Data
import Diagnostics
import Foundation
import Ranks
import Runs
import Script
import Tuning

/// A run as the store has it, by its id or its name.
struct StoredRun {
  let row: RunRow
  let engine: Engine
  /// The store that has it.
  let store: RunStore
  private let place: Fault.Place

  /// - Parameters:
  ///   - id: the first digits of an id, or a name, of whose runs the latest is meant.
  ///   - place: where the script names it.
  init(_ id: String, _ engine: Engine, at place: Fault.Place) throws {
    self.engine = engine
    self.place = place
    guard !engine.sources.isEmpty else {
      throw Fault("no runs are kept here", hint: "runs are kept under PTS_HOME", at: place)
    }
    do {
      (store, row) = try Self.find(id, in: engine.sources)
    } catch RunStoreError.unknownRun {
      let names = try engine.sources.flatMap { try $0.runs().map(\.name) }
      throw Fault(
        "no run in the store is called \(Value.string(id).source), and no id begins with it",
        hint: Suggestion.closest(to: id, among: Array(Set(names)).sorted()).map {
          "did you mean \(Value.string($0).source)?"
        } ?? "`pts runs` lists them", at: place)
    } catch {
      throw Fault(error.message, hint: error.hint, at: place)
    }
  }

  /// In the first store that has it.
  private static func find(
    _ id: String, in stores: [RunStore]
  ) throws(RunStoreError) -> (RunStore, RunRow) {
    for store in stores {
      do throws(RunStoreError) {
        if let named = try store.runs(named: id, limit: 1).first { return (store, named) }
        return (store, try store.run(prefix: id))
      } catch .unknownRun {
        continue
      }
    }
    throw .unknownRun(id)
  }

  /// Whether one of some declarations may be the run that an id or a name means, though the store doesn't have
  /// it yet.
  static func mayBeMade(_ id: String, by declarations: some Sequence<StaticDeclaration>) -> Bool {
    let isID = id.lowercased().utf8.allSatisfy(RunKey.isDigit)
    return declarations.contains { run in
      run.noun.name == RunNoun.schema.name && run.explicit("from") == nil
        && (isID || run.name == id || id.hasPrefix(run.name + "["))
    }
  }

  /// A stored run comes as it was trained: only these may be given beside it.
  static func checkFields(_ names: [String]) throws {
    for name in names where !["from", "model", "data"].contains(name) {
      throw Fault(
        "`\(name)` can't be changed: the run comes from the store as it was trained",
        hint: "leave it out, or declare a run of its own", at: .field(name))
    }
  }

  /// `run name { from: … }`.
  func declared(by declaration: Declaration) throws -> RunObject {
    try Self.checkFields(declaration.fields.map(\.name))
    var model: ModelObject?
    var data: DatasetObject?
    if case .object(let object) = declaration["model"] { model = object as? ModelObject }
    if case .object(let object) = declaration["data"] { data = object as? DatasetObject }
    return try object(declaration, name: declaration.name, model: model, data: data)
  }

  /// The run with everything that it can be asked; its model is loaded.
  ///
  /// - Parameters:
  ///   - declaration: what it is declared by, or stands for that.
  ///   - model: nil for the one that the plan names.
  ///   - data: nil for its columns alone.
  func object(
    _ declaration: Declaration, name: String, model: ModelObject? = nil, data: DatasetObject? = nil
  ) throws -> RunObject {
    if row.status == .running {
      throw fault("trains right now", "its curve is there: `.loss`; wait for the rest")
    }
    let plan = try plan()
    guard let kept = try store.keptRun(row.key, hyper: plan.hyper) else { throw stateless }
    let planned = PlannedRun(
      name, plan, model: try self.model(plan, model, declaration),
      dataset: try dataset(plan, data),
      promptDeclaration: declaration.standing(for: PromptNoun.schema, name: row.name),
      adapter: try adapter(plan, declaration))
    return try Training(planned, declaration, engine, among: SoleProcess())
      .restore(kept.transcript, kept.row)
  }

  /// Throws where the store lacks what `object` takes, which is found without reading its state.
  func check() throws {
    _ = try plan()
    guard row.status == .running || store.hasCheckpoint(row.key) else { throw stateless }
  }

  private func plan() throws -> TuningPlan {
    guard let json = row.plan, let plan = try? TuningPlan(json: json) else {
      throw fault("was kept by an earlier version, without its plan", "train it again")
    }
    return plan
  }

  private var stateless: Fault { fault("left no state", "train it again") }

  private func fault(_ message: String, _ hint: String?) -> Fault {
    Fault("run \(row.key.short) (\(row.name)) \(message)", hint: hint, at: place)
  }

  private func model(
    _ plan: TuningPlan, _ given: ModelObject?, _ declaration: Declaration
  ) throws -> ModelObject {
    if let given {
      guard given.fingerprint == plan.model.fingerprint, given.labels?.names == plan.model.labels
      else {
        throw fault(
          "was trained on another model than `\(given.declaration.name)`", "leave `model` out")
      }
      return given
    }
    // The embedded model moves with the program.
    for path in [plan.model.path, "workshop"] {
      let declared = declaration.standing(
        for: ModelNoun.schema, name: "model",
        fields: [
          ("from", .string(path)), ("dtype", .string(plan.model.precision.rawValue)),
          ("seed", .number(Double(plan.model.headSeed))),
        ] + (plan.model.labels.map { [("labels", .list($0.map { .string($0) }))] } ?? []))
      guard let model = try? ModelObject(declared, engine: engine),
        model.fingerprint == plan.model.fingerprint
      else { continue }
      return model
    }
    throw fault(
      "was trained on \(plan.model.path), which isn't there any more or has changed",
      "declare that model and add `model:`")
  }

  private func dataset(_ plan: TuningPlan, _ given: DatasetObject?) throws -> Dataset {
    if let given {
      guard given.dataset.hash == plan.data.hash else {
        throw fault(
          "was trained on other rows than those of `\(given.declaration.name)`",
          "declare the data as it was, or leave `data` out")
      }
      return given.dataset
    }
    var columns = plan.prompt.template.columns
    for column in [plan.data.input, plan.data.target] where !columns.contains(column) {
      columns.append(column)
    }
    // Without rows it can't be trained further, which `resume` says.
    if plan.prompt.demos > 0 {
      throw fault("shows demonstrations, which are rows of its data", "add `data:`")
    }
    return Dataset(
      name: row.name, columns: columns, input: plan.data.input, target: plan.data.target, train: [],
      valid: [], test: [])
  }

  private func adapter(_ plan: TuningPlan, _ declaration: Declaration) throws -> LoadedAdapter? {
    guard let folder = plan.adapter else { return nil }
    let folders = AdapterFolders(engine, file: declaration.range.file, fetches: false)
    guard let loaded = try? LoadedAdapter(folder.path, folders, allowsOtherBase: true),
      loaded.hash == folder.hash
    else {
      throw fault(
        "started from the folder \(folder.path), which isn't there any more or has changed", nil)
    }
    return loaded
  }
}
