import Figures
import Script
import Tuning

/// `compare(…, on: split)`: prompts and runs beside each other on the same rows, and what was tuned
/// beside its own start.
struct Comparison {
  private let call: Call
  private let split: SplitObject
  private var entrants: [Entrant] = []
  /// Points of a sweep that differ in how they train start from the same prompt.
  private var starts: [StartKey: Score] = [:]
  /// Who can't be said to be ahead of its own start, and why.
  private var doubts: [String] = []

  private static let shownDoubts = 3

  private struct Entrant {
    var name: String
    /// What tells it from another of the same name; nil of what no run has tuned.
    let id: String?
    let score: ScoreObject
    let soft: Int
    /// How it did before its first step; nil for what no run has tuned.
    let start: Score?
  }

  private struct StartKey: Hashable {
    let prompt: PromptPlan
    let tuned: Tuned
    let model: ObjectIdentifier
  }

  init(_ call: Call) throws {
    self.call = call
    split = try call.split(1)
    let values = try call.list(0)
    guard !values.isEmpty else {
      throw Fault("compare has nothing to compare", hint: Self.hint(call))
    }
    let fallback = try Self.model(among: values, call)
    for value in values { try add(value, fallback: fallback) }
    for doubt in doubts.prefix(Self.shownDoubts) { call.host.warn(doubt + "\n") }
    if doubts.count > Self.shownDoubts {
      call.host.warn(
        "… and \(doubts.count - Self.shownDoubts) more of \(entrants.count) that aren't clearly "
          + "ahead of their own start\n")
    }
  }

  /// A call with the names of the script.
  private static func hint(_ call: Call) -> String {
    let names = ["prompt", "run"].compactMap { call.context.lastDeclared($0) }
    return names.isEmpty
      ? "give it prompts and runs, and `on:` a split"
      : "such as compare(\(names.joined(separator: ", ")), on: \(call.split))"
        .replacing("`", with: "")
  }

  /// A hard prompt is scored on the model that was given, or on the one that the runs share.
  private static func model(among values: [Value], _ call: Call) throws -> ModelObject? {
    if call.has(2) { return try call.givenModel(2) }
    for value in values {
      if let model = try value.promptOwner(at: .argument(0))?.tunedOn { return model }
    }
    return nil
  }

  private mutating func add(_ value: Value, fallback: ModelObject?) throws {
    switch value {
    case .object(let stored as StoredRunObject):
      try add(.object(stored.run()), fallback: fallback)
    case .object(let run as RunObject):
      try add(run.name, run.applied(), tunedBy: run.planned)
    case .object(let grid as GridObject):
      for run in grid.runs { try add(run.name, run.applied(), tunedBy: run.planned) }
    case .object(let prompt as PromptObject):
      guard let model = prompt.tuned?.model ?? fallback else {
        throw Fault(
          "prompt `\(prompt.declaration.name)` doesn't know a model",
          hint: call.hint(adding: "model", noun: "model"), at: .argument(0))
      }
      try add(
        prompt.displayName, prompt.applied(to: split.dataset, model: model),
        tunedBy: prompt.tuned?.untuned)
    default:
      throw Fault(
        "compare takes prompts and runs, not \(value.brief)",
        hint: Self.hint(call), at: .argument(0))
    }
  }

  private mutating func add(
    _ name: String, _ applied: AppliedPrompt, tunedBy run: PlannedRun?
  ) throws {
    try call.context.checkInterrupt()
    let score = try applied.score(split.rows, call.engine, as: "comparing \(name)")
    let start = try run.map { try startScore(of: $0) }
    if let start, let doubt = TuningGain(from: start, to: score).doubt {
      doubts.append("\(run?.name ?? name) \(doubt)")
    }
    entrants.append(
      Entrant(
        name: name, id: run.map { $0.plan.key.short },
        score: ScoreObject(score, of: name, on: split, applied, call),
        soft: applied.plan.soft, start: start))
  }

  private mutating func startScore(of run: PlannedRun) throws -> Score {
    let key = StartKey(
      prompt: run.plan.prompt, tuned: run.plan.tuned,
      model: ObjectIdentifier(run.model.model))
    // A folder's tensors are no part of the prompt's plan.
    if run.adapter == nil, let known = starts[key] { return known }
    try call.context.checkInterrupt()
    let score = try run.untrained().score(
      split.rows, call.engine, as: "comparing \(run.name) before training")
    starts[key] = score
    return score
  }

  /// Runs of one name, which was declared again, are distinguished by what `pts runs` lists.
  private func named(_ entrants: [Entrant]) -> [Entrant] {
    entrants.map { entrant in
      var entrant = entrant
      let others = entrants.filter { $0.name == entrant.name && $0.id != entrant.id }
      if let id = entrant.id, !others.isEmpty { entrant.name += " \(id)" }
      return entrant
    }
  }

  func table() throws -> Value {
    let entrants = named(entrants)
    let names = entrants[0].score.summary.map(\.name)
    // Free texts are rarely right to the letter before training: their loss says more.
    let measure = entrants.contains { !$0.score.score.labels.isEmpty } ? "accuracy" : "loss"
    let hasStarts = entrants.contains { $0.start != nil }
    let rows = entrants.map { entrant -> Record in
      var record = Record([
        ("prompt", .string(entrant.name)), ("soft", .number(Double(entrant.soft))),
      ])
      record["start"] = entrant.start?.record ?? Value.none
      for measure in entrant.score.summary { record[measure.name] = .number(measure.value) }
      record["rows"] = .number(Double(entrant.score.score.rows))
      return record
    }
    let areFew = entrants.contains {
      Share($0.score.score.accuracy, of: $0.score.score.rows).counts != nil
    }
    let start = hasStarts ? "start is the \(measure) before training; " : ""
    let table = Table(
      title:
        "on \(split.dataset.name).\(split.name), \(Numeral.count(split.rows.count)) rows; \(start)* is the best",
      columns: [.init("prompt"), .init("soft", .number(decimals: 0))]
        + (hasStarts ? [.init("start", .number())] : [])
        + names.map { .init($0, .number(), best: $0 == "loss" ? .lowest : .highest) }
        + (areFew ? [.init("right")] : []),
      rows: entrants.map { entrant in
        let right = Share(entrant.score.score.accuracy, of: entrant.score.score.rows).counts
        return [.text(entrant.name), .number(Double(entrant.soft))]
          + (hasStarts ? [entrant.start.map { .number($0[measure]) } ?? .missing] : [])
          + names.map { name in
            entrant.score.summary.first { $0.name == name }.map { .number($0.value) } ?? .missing
          } + (areFew ? [right.map { .text($0) } ?? .missing] : [])
      })
    return .object(FigureObject("comparison", .table(table), data: .list(rows.map(Value.record))))
  }
}

extension Score {
  fileprivate subscript(measure: String) -> Double { measure == "loss" ? loss : accuracy }

  fileprivate var record: Value {
    .record(Record([("accuracy", .number(accuracy)), ("loss", .float(loss))]))
  }
}
