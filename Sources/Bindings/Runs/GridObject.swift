import Figures
import Script
import Tensors
import Tuning

/// The runs of a sweep.
final class GridObject: DeclaredObject, PromptOwner, FamilyObject {
  let declaration: Declaration
  let runs: [RunObject]
  /// What each run has of its own, such as `lr 0.03`.
  let labels: [String]
  /// Points that ^C kept from running.
  let missing: Int

  init(_ declaration: Declaration, runs: [RunObject], labels: [String], missing: Int) {
    self.declaration = declaration
    self.runs = runs
    self.labels = labels
    self.missing = missing
  }

  func isKind(_ name: String) -> Bool { name == "grid" || name == "run" }

  var carrierName: String { "grid `\(declaration.name)`" }
  var method: MethodPlan { best?.method ?? .prompt }

  var embedding: Tensor? { best?.embedding }

  var hasHead: Bool { best?.hasHead ?? false }

  var ownPrompt: PromptObject? { best?.prompt }
  var tunedOn: ModelObject? { best?.tunedOn }
  var untunedPlan: PromptPlan? { nil }
  var tunedPlan: PromptPlan? { best?.tunedPlan }

  func applied(on model: ModelObject) throws -> AppliedPrompt { try finished.applied() }

  /// The best run; throws where none has finished a step.
  private var finished: RunObject {
    get throws {
      guard let best else {
        throw Fault("no run of the grid has finished a step", hint: "run it again")
      }
      return best
    }
  }

  func learned(for model: ModelObject) throws -> AppliedPrompt.Learned? {
    try best?.learned(for: model)
  }

  /// The run with the lowest valid loss, or training loss where there is no valid split.
  var best: RunObject? {
    runs.min { Self.judged($0) < Self.judged($1) }
  }

  private static func judged(_ run: RunObject) -> Double {
    let state = run.session.state
    if let best = state.best { return best.loss }
    return state.evaluations.last?.loss ?? state.losses.last.map { Double($0) } ?? .infinity
  }

  static let family = MemberFamily(
    "grid",
    properties: [
      ("name", "the name it was declared by"),
      ("best", "the run with the lowest valid loss"),
      ("table", "a record for each run"),
      ("runs", "all of its runs"),
    ], gives: ["best": "run", "table": "list", "runs": "list", "[]": "run"])

  func hint(forMissing name: String) -> String? {
    if RunObject.family.property(name) != nil { return "its runs have it: `.best.\(name)`" }
    if RunObject.family.method(name) != nil { return "its runs have it: `.best.\(name)(…)`" }
    return runs.first?.hint(forMissing: name)
  }

  func member(_ name: String) throws -> Value? {
    switch name {
    case "name": return .string(declaration.name)
    case "best": return .object(try finished)
    case "runs": return .list(runs.map { .object($0) })
    case "table": return .list(rows.map(Value.record))
    default: return nil
    }
  }

  private var rows: [Record] {
    zip(runs, labels).map { run, label in
      let state = run.session.state
      var record = Record([("run", .string(label)), ("steps", .number(Double(state.step)))])
      record["loss"] = state.losses.last.map(Value.float) ?? Value.none
      if let valid = state.evaluations.last {
        record["valid_loss"] = .float(state.best?.loss ?? valid.loss)
        record["valid_accuracy"] = .number(
          state.evaluations.first { $0.step == state.best?.step }?.accuracy ?? valid.accuracy)
      }
      record["best"] = .bool(run === best)
      return record
    }
  }

  var count: Int? { runs.count }
  func element(_ index: Int) throws -> Value { .object(runs[index]) }

  func index(_ items: [IndexItem]) throws -> Value? {
    guard items.count == 1, case .position(let position) = items[0] else { return nil }
    guard let index = position.index(among: runs.count) else {
      throw Fault(
        "the grid has no run \(position)", hint: "it has \(runs.count) runs, counted from 0")
    }
    return .object(runs[index])
  }

  var text: String {
    let left = missing > 0 ? ", \(missing) not run" : ""
    let winner = best.flatMap { best in runs.firstIndex { $0 === best } }.map { labels[$0] }
    return "grid \(declaration.name): \(runs.count) runs\(left), best \(winner ?? "none yet")"
  }

  var figure: Figure {
    let table = Table(
      title: text,
      columns: [
        .init("run"), .init("steps", .number(decimals: 0)), .init("loss", .number()),
        .init("valid loss", .number(), best: .lowest),
        .init("valid accuracy", .number(), best: .highest),
      ],
      rows: rows.map { row in
        ["run", "steps", "loss", "valid_loss", "valid_accuracy"].map { name in
          switch row[name] {
          case .string(let text): .text(text)
          case .number(let number): .number(number)
          default: .missing
          }
        }
      })
    return .table(table)
  }

  func writeJSON(to output: inout String) throws -> Bool {
    try JSONWriter.write(Value.list(rows.map(Value.record)), to: &output)
    return true
  }
}
