import Figures
import Foundation
import Ranks
import Script
import Tensors
import Transformers
import Tuning

/// A run that has trained, wholly or up to an interrupt.
final class RunObject: DeclaredObject, PromptOwner, FamilyObject {
  let declaration: Declaration
  let planned: PlannedRun
  let session: TrainedRun
  let engine: Engine
  private var keptApplied: AppliedPrompt?

  init(_ declaration: Declaration, planned: PlannedRun, session: TrainedRun, engine: Engine) {
    self.declaration = declaration
    self.planned = planned
    self.session = session
    self.engine = engine
  }

  var plan: TuningPlan { planned.plan }
  var name: String { planned.name }
  var replayed: ReplayedRun? { session.replayed }

  var carrierName: String { "run `\(name)`" }

  var method: MethodPlan { plan.prompt.method }

  var embedding: Tensor? { session.learned.method.prompt }

  var hasHead: Bool { session.learned.head != nil }

  var ownPrompt: PromptObject? { prompt }
  var tunedOn: ModelObject? { planned.model }
  var untunedPlan: PromptPlan? { nil }
  var tunedPlan: PromptPlan? { plan.prompt }

  func applied(on model: ModelObject) throws -> AppliedPrompt { try applied() }

  func learned(for model: ModelObject) throws -> AppliedPrompt.Learned? { session.learned }

  /// The model that the run's prompt belongs to: the frozen one, or the one it trained.
  var model: ModelObject {
    session.trainedModel.map {
      ModelObject(planned.model, trained: $0)
    } ?? planned.model
  }

  /// The tuned prompt on its model, which many calls of a script ask for.
  func applied() throws -> AppliedPrompt {
    if let keptApplied { return keptApplied }
    let applied = try AppliedPrompt(
      plan.prompt, language: model.local(for: "a tuned prompt"), labels: model.labels,
      dataset: planned.dataset,
      learned: session.learned)
    keptApplied = applied
    return applied
  }

  var prompt: PromptObject { prompt(with: session.learned) }

  private func prompt(with learned: AppliedPrompt.Learned) -> PromptObject {
    PromptObject(
      planned.promptDeclaration, plan: plan.prompt,
      tuned: .init(
        learned: learned, model: model, dataset: planned.dataset, runName: name,
        method: plan.method, untuned: planned))
  }

  /// The prompt, and the head of a classification, as they were after a step; nil where it isn't kept.
  func prompt(at step: Int) throws -> PromptObject? {
    if let earlier = TuningRun.restored(
      session.state.history[step], method: session.learned.method, head: session.learned.head)
    {
      return prompt(at: step, .init(method: earlier.method, head: earlier.head), on: model)
    }
    if step == session.state.kept.step { return prompt }
    guard step == 0 else { return nil }
    // A run that was resumed from a folder, or that trains the model itself, starts as its plan says.
    let start = try Training(planned, declaration, engine, among: SoleProcess()).start()
    guard let method = start.applied.method else { return nil }
    return prompt(
      at: 0, .init(method: method, head: start.applied.task.head),
      on: plan.tuned == .full ? ModelObject(planned.model, trained: start.language) : planned.model)
  }

  private func prompt(
    at step: Int, _ learned: AppliedPrompt.Learned, on model: ModelObject
  ) -> PromptObject {
    // What a network made is kept of a step, the network is not.
    var plan = plan.prompt
    switch plan.method {
    case .ptuning: plan.method = .prompt
    case .prefix: plan.method = .prefix(projection: nil)
    default: break
    }
    let method = self.plan.lowRank.map(TunedMethod.lowRank) ?? .prompt(plan.method)
    return PromptObject(
      planned.promptDeclaration, plan: plan,
      tuned: .init(
        learned: learned, model: model, dataset: planned.dataset, runName: name,
        method: method, step: step))
  }

  static let family = MemberFamily(
    "run",
    properties: [
      ("name", "what `pts runs` calls it: `first`, or `grid[lr 0.03]` of a sweep"),
      ("loss", "the training loss of each step, nats"),
      ("valid", "evaluations on the valid split: records with step, loss and accuracy"),
      ("step_seconds", "how long each step took"),
      ("seconds", "how long the steps took together"),
      ("steps", "how many steps it has done"),
      ("kept_step", "the step whose prompt it keeps"),
      ("status", "completed, interrupted, or patience"),
      ("prompt", "the tuned prompt"),
      ("model", "the model it was tuned on, or the one it trained"),
      ("id", "what the run is known by in the store"),
      ("hyper", "its hyperparameters, defaults included"),
      ("base_digest", "SHA-256 of the frozen weights after the run, equal to the one before"),
    ], methods: RunMethods.all,
    gives: [
      "loss": "list", "valid": "list", "step_seconds": "list", "prompt": "prompt",
      "model": "model", "hyper": "record", "at": "prompt", "score": "score",
      "render": "rendering", "resume": "run",
    ])

  func hint(forMissing name: String) -> String? { Self.hint(forMissing: name) }

  static func hint(forMissing name: String) -> String? {
    switch name {
    case "train", "fit", "tune", "start":
      "a run trains where it is declared; `.resume(more: 20)` trains it further"
    case "evaluate", "eval", "test", "accuracy", "perplexity", "macro_f1", "f1", "wrong":
      "a score has it: `.score(split)`; `.valid` has the evaluations on the way"
    case "embedding": "its prompt has it: `.prompt.embedding`"
    case "history", "log", "metrics": "`.loss` has each step's, `.valid` the evaluations"
    default: nil
    }
  }

  func member(_ name: String) throws -> Value? {
    let state = session.state
    switch name {
    case "name": return .string(self.name)
    case "loss": return .list(state.losses.map(Value.float))
    case "valid": return .list(state.evaluations.map(\.value))
    case "step_seconds": return .list(state.stepSeconds.map(Value.float))
    case "seconds": return .number(state.stepSeconds.reduce(0) { $0 + Double(shortest: $1) })
    case "steps": return .number(Double(state.step))
    case "kept_step": return .number(Double(state.kept.step))
    case "status": return .string(session.summary.ending.rawValue)
    case "prompt": return .object(prompt)
    case "model": return .object(model)
    case "id": return .string(String(plan.key.hex.prefix(12)))
    case "hyper": return .record(Record(plan.hyper.fields.map { ($0.name, $0.value) }))
    case "base_digest": return .string(session.summary.baseDigestAfter)
    default: return nil
    }
  }

  var text: String {
    let state = session.state
    var parts = [
      "run \(name): \(Numeral.count(state.step)) of \(Numeral.count(session.totalSteps)) steps"
    ]
    if session.summary.ending != .completed { parts[0] += " (\(session.summary.ending.rawValue))" }
    if let first = state.losses.first, let last = state.losses.last {
      parts.append(
        "\(plan.hyper.lossName) \(Numeral.short(Double(first))) → \(Numeral.short(Double(last)))")
    }
    if let valid = state.evaluations.last {
      parts.append(
        valid.summary(
          from: state.evaluations.first { $0.step == 0 }, lossName: "valid loss",
          rows: planned.dataset.valid.count))
    }
    if plan.hyper.evaluateEvery != nil { parts.append("kept step \(state.kept.step)") }
    if !session.summary.baseDigestAfter.isEmpty {
      parts.append("base unchanged \(session.summary.baseDigestAfter.prefix(8))")
    }
    return parts.joined(separator: " · ")
  }

  func writeJSON(to output: inout String) throws -> Bool {
    var record = Record([("id", .string(plan.key.hex)), ("name", .string(name))])
    for name in ["status", "steps", "kept_step", "seconds", "loss", "valid", "hyper"] {
      record[name] = try member(name)
    }
    try JSONWriter.write(Value.record(record), to: &output)
    return true
  }
}

/// What is left of a run when it ends: enough to look at, to save, and to resume.
struct TrainedRun {
  let state: TuningState
  let summary: RunSummary
  let totalSteps: Int
  /// What was tuned, with the kept values.
  let learned: AppliedPrompt.Learned
  /// The model that `tune: "full"` has moved.
  let trainedModel: LocalModel?
  /// Where it wasn't trained here: when it was.
  var replayed: ReplayedRun? = nil
}

extension Evaluation {
  /// Loss and accuracy, after an arrow where the untrained start's are known.
  /// - Parameter rows: how many it looked at.
  package func summary(from start: Evaluation?, lossName: String, rows: Int) -> String {
    let start = start.flatMap { $0.step < step ? $0 : nil }
    func change(_ before: Double?, _ after: Double) -> String {
      (before.map { Numeral.short($0) + " → " } ?? "") + Numeral.short(after)
    }
    return "\(lossName) \(change(start?.loss, loss)), accuracy "
      + (start.map { Numeral.short($0.accuracy) + " → " } ?? "") + Share(accuracy, of: rows).text
  }
}

extension Value {
  var run: RunObject {
    get throws {
      if case .object(let stored as StoredRunObject) = self { return try stored.run() }
      return try object(called: "run")
    }
  }
}
