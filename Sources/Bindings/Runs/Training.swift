import Foundation
import Ranks
import Runs
import Script
import Tensors
import Transformers
import Tuning

/// Trains one planned run: makes its recorder and its loop, executes the loop or replays another process's,
/// and wraps what is left of it.
struct Training {
  private let planned: PlannedRun
  private let declaration: Declaration
  private let engine: Engine
  private let point: GridPoint?
  /// The processes that train this run together.
  private let ranks: any ProcessGroup

  init(
    _ planned: PlannedRun, _ declaration: Declaration, _ engine: Engine, point: GridPoint? = nil,
    among ranks: any ProcessGroup
  ) {
    self.planned = planned
    self.declaration = declaration
    self.engine = engine
    self.point = point
    self.ranks = ranks
  }

  private var plan: TuningPlan { planned.plan }

  /// The run as the store has it finished, or else trained.
  ///
  /// - Parameter earlier: where to continue from; without it, from a checkpoint of the same run if the
  ///   command asks for that.
  func run(from earlier: TuningState? = nil) throws -> RunObject {
    var row: RunRow?
    let finished = try ranks.broadcast([
      { () -> RunTranscript? in
        guard let run = try finishedRun() else { return nil }
        row = run.row
        return run.transcript
      }()
    ])
    if let transcript = finished[0] { return try restore(transcript, row) }
    return try train(from: earlier ?? ranks.broadcast([startingState()])[0])
  }

  /// The same run as the store has it; nil where it has to be trained.
  func finishedRun() throws -> KeptResult? {
    guard !engine.forcesRuns else { return nil }
    do {
      return try engine.runs.finishedRun(of: planned)
    } catch let error as RunStoreError {
      guard case .damagedCheckpoint = error else { throw error }
      engine.warn("\(planned.name): trained again, since \(error.message)\n")
      return nil
    }
  }

  /// A finished run without a step of training: nothing is recorded, and its events come all at once.
  ///
  /// - Parameter row: what the store says of it, which only the first process has.
  func restore(_ transcript: RunTranscript, _ row: RunRow?) throws -> RunObject {
    let (language, applied) = try start()
    guard let method = applied.method else { throw TuningError.nothingToTune.fault }
    let head = applied.task.head
    do {
      try transcript.state.restoreKept(to: method, head: head)
    } catch {
      throw error.fault
    }
    let observer = engine.environment.observer
    let replayed = row.map { ReplayedRun(started: $0.started, seconds: $0.seconds) }
    observer.runBegan(
      BegunRun(name: planned.name, point: point, key: plan.key, replayed: replayed))
    defer { observer.runEnded() }
    for event in transcript.events { observer.runEvent(event) }
    return RunObject(
      declaration, planned: planned,
      session: TrainedRun(
        state: transcript.state, summary: transcript.summary,
        totalSteps: transcript.start.totalSteps, learned: .init(method: method, head: head),
        trainedModel: plan.tuned == .full ? language : nil, replayed: replayed),
      engine: engine)
  }

  /// - Parameter watch: sees the run's events after they are recorded.
  func train(
    from start: TuningState?, watch: (RunEvent) -> Void = { _ in }
  ) throws -> RunObject {
    try runAndRecord(from: start) { run, recorder in
      try run.loop.run { event, loop in
        try report(event, of: loop, to: recorder)
        watch(event)
        return engine.isInterrupted(among: ranks) ? .stop : .proceed
      }
    }
  }

  /// The run that another process has trained, reported and kept as if it had been trained here.
  func replay(_ transcript: RunTranscript) throws -> RunObject {
    try runAndRecord(from: transcript.state) { run, recorder in
      try run.loop.replay(transcript) { event, loop in try report(event, of: loop, to: recorder) }
      return transcript.summary
    }
  }

  private func runAndRecord(
    from start: TuningState?, _ execute: (PreparedRun, RunRecorder?) throws -> RunSummary
  ) throws -> RunObject {
    let recorder = try engine.runs.recorder(for: planned, script: declaration.range.file)
    defer { recorder?.close() }
    do {
      let run = try prepare(from: start)
      engine.environment.observer.runBegan(
        BegunRun(
          name: planned.name, point: point, key: plan.key, kept: recorder.flatMap(Self.kept)))
      defer { engine.environment.observer.runEnded() }
      return wrap(run, try execute(run, recorder))
    } catch let error as Interrupt.Raised {
      // While it loaded.
      throw error
    } catch {
      try recorder?.fail(Fault(engine: error)?.message ?? (error as? Fault)?.message ?? "\(error)")
      throw error
    }
  }

  private static func kept(by recorder: RunRecorder) -> KeptRun? {
    recorder.heldUntil.map { $0 == .max ? .finished : .interrupted(step: $0) }
  }

  /// A loop that is ready to run, and what it tunes.
  private struct PreparedRun {
    let loop: TuningRun
    let language: LocalModel
    let method: any TuningMethod
    let head: ClassificationHead?
  }

  private func prepare(from start: TuningState?) throws -> PreparedRun {
    let (language, applied) = try self.start()
    guard let method = applied.method else { throw TuningError.nothingToTune.fault }
    let (rows, labelWeights) = try trainingRows(of: applied)
    let valid = applied.scorable(planned.dataset.valid)
    if plan.hyper.evaluateEvery != nil, valid.isEmpty, point?.index ?? 0 == 0 {
      engine.warn(
        "\(planned.name): `eval_every` evaluates on the valid split, and that is empty\n")
    }
    let loop = try TuningRun(
      model: applied.task, method: method, hyper: plan.hyper, train: rows, validRows: valid.count,
      evaluate: valid.isEmpty
        ? nil
        : { [engine, ranks, name = planned.name] in
          try engine.observed("evaluating \(name)", .rows, of: valid.count) { advance in
            try applied.scorer(among: ranks, onRows: advance).score(valid)
          }
        },
      labelWeights: labelWeights, resuming: start, ranks: ranks)
    return PreparedRun(loop: loop, language: language, method: method, head: applied.task.head)
  }

  /// The rendered rows with their weights, and the weight of each label of a head.
  private func trainingRows(
    of applied: AppliedPrompt
  ) throws -> (rows: [RenderedRow], labelWeights: [Float]?) {
    let remaining = applied.demos.remaining
    var rows = try remaining.map { try applied.renderer.render($0) }
    guard let weights = plan.hyper.classWeights else { return (rows, nil) }
    let labels = remaining.map { $0.fields[plan.data.target] ?? "" }
    let table = weights.table(for: labels)
    for (index, label) in labels.enumerated() { rows[index].weight = Float(table[label] ?? 1) }
    return (rows, plan.model.labels?.map { Float(table[$0] ?? 1) })
  }

  /// Recorded first: what is shown is on the disk.
  private func report(_ event: RunEvent, of loop: TuningRun, to recorder: RunRecorder?) throws {
    try recorder?.record(event, of: loop)
    engine.environment.observer.runEvent(event)
  }

  private func wrap(_ run: PreparedRun, _ summary: RunSummary) -> RunObject {
    RunObject(
      declaration, planned: planned,
      session: TrainedRun(
        state: run.loop.state, summary: summary, totalSteps: run.loop.totalSteps,
        learned: .init(method: run.method, head: run.head),
        trainedModel: plan.tuned == .full ? run.language : nil),
      engine: engine)
  }

  /// The model, and what is tuned on it, before any training.
  func start() throws -> (language: LocalModel, applied: AppliedPrompt) {
    let language = try tunedModel()
    let applied = try planned.untrained(on: language, warn: engine.warn)
      .tuning { try self.method($0, of: language) }
    return (language, applied)
  }

  /// The frozen model as declared, or a copy of its own whose weights may move.
  private func tunedModel() throws -> LocalModel {
    guard plan.tuned == .full else { return try planned.model.local(for: "training") }
    return try engine.catalog.trainable(planned.model.place)
  }

  /// What is tuned instead of, or from, what the prompt starts with.
  private func method(
    _ start: (any TuningMethod)?, of language: LocalModel
  ) throws -> (any TuningMethod)? {
    if plan.tuned == .full { return FullTuning(language.network) }
    if plan.tuned == .head { return HeadAlone() }
    guard let lowRank = plan.lowRank else { return start }
    if let start, start.isLowRank { return start }
    do {
      return try LowRankAdaptation(language, plan: lowRank, seed: plan.prompt.seed)
    } catch {
      throw error.fault(planned.name)
    }
  }

  /// The state, or the checkpoint of the same run where that is further: an earlier part of it, or a process
  /// that was killed, may have left one.
  func furthest(after state: TuningState) throws -> TuningState {
    let kept = try engine.runs.interruptedState(of: planned)
    let isFurther = kept.map { $0.step > state.step && $0.losses.starts(with: state.losses) }
    guard let further = ranks.broadcast([isFurther ?? false ? kept : nil])[0] else {
      return state
    }
    engine.warn("\(planned.name): resuming from the checkpoint at step \(further.step)\n")
    return further
  }

  /// The state of an identical run that was interrupted, if the command asks to continue it, or of a
  /// finished one with fewer steps.
  func startingState() throws -> TuningState? {
    guard let state = try engine.runs.interruptedState(of: planned) else {
      guard !engine.forcesRuns, let (row, state) = try engine.runs.shorterRun(than: planned)
      else { return nil }
      engine.warn(
        "\(planned.name): resuming from run \(row.key.short), which did the first \(state.step) steps\n"
      )
      return state
    }
    if engine.environment.resumesRuns {
      engine.warn("\(planned.name): resuming from the checkpoint at step \(state.step)\n")
      return state
    }
    engine.warn(
      "\(planned.name): an identical run was interrupted at step \(state.step); "
        + "`pts --resume` continues it\n")
    return nil
  }
}
