import Diagnostics
import Figures
import Foundation
import Runs
import Script
import Tuning

/// A run of the store as a value: its curve is read there, also while it trains elsewhere, and its model is
/// loaded when something needs it.
final class StoredRunObject: PromptSource, FamilyObject {
  private let stored: StoredRun
  private var store: RunStore { stored.store }
  /// What stands for the declaration that the script doesn't have.
  private let declaration: Declaration
  private var loaded: RunObject?

  init(_ stored: StoredRun, range: SourceRange) {
    self.stored = stored
    declaration = Declaration(
      noun: RunNoun.schema, name: stored.row.name, range: range, parent: nil, fields: [])
  }

  static let family = MemberFamily(
    "run", properties: RunObject.family.properties, methods: RunMethods.all)

  /// What the store says now.
  private var row: RunRow { get throws { try store.run(stored.row.key) ?? stored.row } }

  var name: String { stored.row.name }
  var key: RunKey { stored.row.key }

  /// As far as the store has it.
  func curve() throws -> RunCurve {
    RunCurve(
      losses: try store.metrics(stored.row.key).map(\.loss),
      evaluations: try store.evaluations(stored.row.key))
  }

  func carrier() throws -> any PromptCarrier { try run() }

  /// The run as the session that trained it had it.
  func run() throws -> RunObject {
    if let loaded { return loaded }
    do {
      let run = try stored.object(declaration, name: stored.row.name)
      loaded = run
      return run
    } catch let fault as Fault {
      // The id was an argument of another call than the one that needs the run.
      throw fault.placed(at: .whole)
    }
  }

  func hint(forMissing name: String) -> String? { RunObject.hint(forMissing: name) }

  func member(_ name: String) throws -> Value? {
    let key = stored.row.key
    switch name {
    case "name": return .string(stored.row.name)
    case "id": return .string(String(key.hex.prefix(12)))
    case "status": return .string(try row.status.rawValue)
    case "loss": return .list(try store.metrics(key).map { .float(Float($0.loss)) })
    case "valid": return .list(try store.evaluations(key).map(\.value))
    case "step_seconds": return .list(try store.metrics(key).map { .float(Float($0.seconds)) })
    case "seconds":
      return .number(try store.metrics(key).reduce(0) { $0 + Double(shortest: Float($1.seconds)) })
    case "steps": return .number(Double(try row.stepsDone))
    case "kept_step": return try row.keptStep.map { .number(Double($0)) } ?? Value.none
    case "base_digest": return .string(try row.baseDigestAfter ?? "")
    default: return try run().member(name)
    }
  }

  private var page: StoredRunPage { StoredRunPage(stored.row, store) }
  var text: String { page.text }
  var figure: Figure { page.figure }
  var redraw: Redraw? {
    let page = page
    guard page.isTraining else { return nil }
    return {
      // Asked first: what ends meanwhile is drawn once more.
      let isFinal = !page.isTraining
      return (page.figure, isFinal)
    }
  }

  func writeJSON(to output: inout String) throws -> Bool {
    var record = Record([("id", .string(stored.row.key.hex)), ("name", .string(stored.row.name))])
    for name in ["status", "steps", "kept_step", "seconds", "loss", "valid"] {
      record[name] = try member(name)
    }
    try JSONWriter.write(Value.record(record), to: &output)
    return true
  }

  /// `run("id or name")`.
  static let lookUp = Builtin(
    "run", [Parameter("id", .string)],
    doc:
      "a run of the store, by the first digits of its id or by its name, of whose runs the latest is meant: "
      + "also one that trains right now, with its curve so far",
    example: "run(\"first\").loss"
  ) { call in
    let stored = try StoredRun(call.string(0), call.engine, at: .argument(0))
    return .object(StoredRunObject(stored, range: call.range))
  }

  /// A call of that by an id or a name that the store lacks, and that the program doesn't make.
  static func fault(of call: StaticCall, _ engine: Engine) -> Fault? {
    guard call.name == lookUp.name, case .string(let id)? = call.arguments.first?.constant,
      !engine.sources.isEmpty, !StoredRun.mayBeMade(id, by: call.declarations)
    else { return nil }
    do {
      _ = try StoredRun(id, engine, at: .argument(0))
      return nil
    } catch {
      return error as? Fault ?? Fault(engine: error)
    }
  }
}

extension Evaluation {
  /// A record with step, loss and accuracy.
  var value: Value {
    .record(
      Record([
        ("step", .number(Double(step))), ("loss", .float(loss)), ("accuracy", .number(accuracy)),
      ]))
  }
}
