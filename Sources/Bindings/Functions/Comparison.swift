import Figures
import Script
import Tuning

/// `compare(…, on: split)`: prompts and runs beside each other on the same rows.
struct Comparison {
  private let call: Call
  private let split: SplitObject
  private var entrants: [(name: String, score: ScoreObject, soft: Int)] = []

  init(_ call: Call) throws {
    self.call = call
    split = try call.split(1)
    let values = try call.list(0)
    guard !values.isEmpty else {
      throw Fault("compare has nothing to compare", hint: "compare(hard, first, on: reviews.test)")
    }
    let fallback = try Self.model(among: values, given: call[2])
    for value in values { try add(value, fallback: fallback) }
  }

  /// A hard prompt is scored on the model that was given, or on the one that the runs share.
  private static func model(among values: [Value], given: Value) throws -> ModelObject? {
    if case .object(let object) = given {
      guard let model = object as? ModelObject else {
        throw Fault("`model` takes a model, not \(given.brief)", at: .argument(2))
      }
      return model
    }
    for case .object(let object) in values {
      if let run = object as? RunObject { return run.plan.model }
      if let grid = object as? GridObject, let best = grid.best { return best.plan.model }
      if let prompt = object as? PromptObject, let tuned = prompt.tuned { return tuned.model }
    }
    return nil
  }

  private mutating func add(_ value: Value, fallback: ModelObject?) throws {
    switch value {
    case .object(let run as RunObject):
      try add(run.plan.name, run.applied())
    case .object(let grid as GridObject):
      for (run, label) in zip(grid.runs, grid.labels) { try add(label, run.applied()) }
    case .object(let prompt as PromptObject):
      guard let model = prompt.tuned?.model ?? fallback else {
        throw Fault(
          "prompt `\(prompt.declaration.name)` doesn't know a model",
          hint: "add `model: lm` to the call", at: .argument(0))
      }
      try add(prompt.displayName, prompt.applied(to: split.dataset, model: model))
    default:
      throw Fault(
        "compare takes prompts and runs, not \(value.brief)",
        hint: "compare(hard, first, on: reviews.test)", at: .argument(0))
    }
  }

  private mutating func add(_ name: String, _ applied: AppliedPrompt) throws {
    try call.context.checkInterrupt()
    let score = ScoreObject(
      try applied.score(split.rows, among: call.engine.ranks), of: name, on: split, applied)
    entrants.append((name, score, applied.plan.soft))
  }

  func table() throws -> Value {
    let names = entrants[0].score.summary.map(\.name)
    let rows = entrants.map { entrant -> Record in
      var record = Record([
        ("prompt", .string(entrant.name)), ("soft", .number(Double(entrant.soft))),
      ])
      for figure in entrant.score.summary { record[figure.name] = .number(figure.value) }
      record["rows"] = .number(Double(entrant.score.score.rows))
      return record
    }
    let table = Table(
      title: "on \(split.dataset.name).\(split.name), \(split.rows.count) rows; * is the best",
      columns: [.init("prompt"), .init("soft", .number(decimals: 0))]
        + names.map { .init($0, .number(decimals: 4), best: $0 == "loss" ? .lowest : .highest) },
      rows: entrants.map { entrant in
        [.text(entrant.name), .number(Double(entrant.soft))]
          + names.map { name in
            entrant.score.summary.first { $0.name == name }.map { .number($0.value) } ?? .missing
          }
      })
    return .object(FigureObject("comparison", .table(table), data: .list(rows.map(Value.record))))
  }
}
