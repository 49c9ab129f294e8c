import Foundation
import Ranks
import Runs
import Script
import Tensors
import Transformers
import Tuning

/// Carries one plan through its run: prompt, loop, store and display.
struct Training {
  private let plan: RunPlan
  private let declaration: Declaration
  private let host: EngineHost
  private let point: GridPoint?
  /// The processes that train this run together.
  private let ranks: any ProcessGroup

  init(
    _ plan: RunPlan, _ declaration: Declaration, _ host: EngineHost, point: GridPoint? = nil,
    among ranks: any ProcessGroup
  ) {
    self.plan = plan
    self.declaration = declaration
    self.host = host
    self.point = point
    self.ranks = ranks
  }

  /// - Parameter earlier: where to go on from; without it, a checkpoint of the same run is taken up if
  ///   the command was told to.
  func run(from earlier: TuningState? = nil) throws -> RunObject {
    try train(from: earlier ?? ranks.told([startingState()])[0])
  }

  /// - Parameter watch: sees what the run tells.
  func train(
    from start: TuningState?, watch: (RunEvent) -> Void = { _ in }
  ) throws -> RunObject {
    try carry(from: start) { run, note in
      try run.run { event, run in
        try note(event, run)
        watch(event)
        return host.isInterrupted(among: ranks) ? .stop : .proceed
      }
    }
  }

  /// The run that another process has trained, told and kept as if it had been trained here.
  func retell(_ story: RunStory) throws -> RunObject {
    try carry(from: story.state) { run, note in
      try run.retell(story, onEvent: note)
      return story.summary
    }
  }

  private typealias Note = (RunEvent, TuningRun) throws -> Void

  private func carry(
    from start: TuningState?, by way: (TuningRun, Note) throws -> RunSummary
  ) throws -> RunObject {
    let recorder = try host.store.recorder(for: plan, script: declaration.range.file)
    defer { recorder?.close() }
    do {
      return try carry(from: start, recorder, by: way)
    } catch {
      try recorder?.fail("\(error)")
      throw error
    }
  }

  private func carry(
    from start: TuningState?, _ recorder: RunRecorder?,
    by way: (TuningRun, Note) throws -> RunSummary
  ) throws -> RunObject {
    let observer = host.environment.observer
    let (language, applied) = try self.start()
    guard let method = applied.method else { throw TuningError.nothingToTune.fault }
    var rows = try applied.demos.remaining.map { try applied.renderer.render($0) }
    var labelWeights: [Float]?
    if let weights = plan.hyper.classWeights {
      let labels = applied.demos.remaining.map { $0.fields[plan.dataset.target] ?? "" }
      let table = weights.table(for: labels)
      for (index, label) in labels.enumerated() { rows[index].weight = Float(table[label] ?? 1) }
      labelWeights = plan.model.labels?.names.map { Float(table[$0] ?? 1) }
    }
    let valid = applied.scorable(plan.dataset.valid)
    if plan.hyper.evaluateEvery != nil, valid.isEmpty, point?.index ?? 0 == 0 {
      host.warn(
        "\(plan.name): `eval_every` evaluates on the valid split, and that is empty\n")
    }
    let run = try TuningRun(
      model: applied.task, method: method, hyper: plan.hyper, train: rows, validRows: valid.count,
      evaluate: valid.isEmpty ? nil : { try applied.scorer(among: ranks).score(valid) },
      labelWeights: labelWeights, resuming: start, ranks: ranks)

    observer.runBegan(
      name: plan.name, point: point, repeats: recorder?.earlier?.status.isFinished ?? false)
    defer { observer.runEnded() }
    let summary = try way(run) { event, run in
      // Kept first: what is announced is on the disk.
      try recorder?.record(event, of: run)
      observer.runEvent(event)
    }
    return RunObject(
      declaration, plan: plan,
      session: TrainedRun(
        state: run.state, summary: summary, totalSteps: run.totalSteps,
        learned: .init(method: method, head: applied.task.head),
        trainedModel: plan.tuned == .full ? language : nil),
      host: host)
  }

  /// The model, and what is tuned on it, before any training.
  func start() throws -> (language: LanguageModel, applied: AppliedPrompt) {
    let language = try tunedModel()
    let applied = try plan.untrained(on: language, warn: host.warn)
      .tuning { try self.method($0, of: language) }
    return (language, applied)
  }

  /// What is tuned in place of, or by, what the prompt starts with.
  private func method(
    _ start: (any TuningMethod)?, of language: LanguageModel
  ) throws -> (any TuningMethod)? {
    if plan.tuned == .full { return FullTuning(language.network) }
    if plan.tuned == .head { return HeadAlone() }
    guard let lowRank = plan.lowRank else { return start }
    if let start = start as? LowRankAdaptation { return start }
    do {
      return try LowRankAdaptation(language, plan: lowRank, seed: plan.prompt.seed)
    } catch {
      throw error.fault(plan.name)
    }
  }

  /// Where an interrupted run of the same make stood, if the command was told to take it up.
  func startingState() throws -> TuningState? {
    guard let state = try host.store.interruptedState(of: plan) else { return nil }
    if host.environment.resumesRuns {
      host.warn("\(plan.name): goes on from its checkpoint at step \(state.step)\n")
      return state
    }
    host.warn(
      "\(plan.name): an interrupted run of the same make stands at step \(state.step); "
        + "`pts --resume` goes on from it\n")
    return nil
  }

  /// The frozen model as declared, or a copy of its own whose weights may move.
  private func tunedModel() throws -> LanguageModel {
    guard plan.tuned == .full else { return plan.model.language }
    return try host.catalog.trainable(plan.model.place)
  }
}
