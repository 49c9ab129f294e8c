import Files
import Foundation
import GRDB
import Tensors
import Tuning

/// Keeps one run while it trains: every step's values, its checkpoints, and how it ended.
///
/// Values are written in batches and the run stays bound to this process until `close`. Whatever
/// happens to the process, the store opens again and shows the run up to its last batch.
///
/// A repetition leaves what the store has as it is until it has got further: a finished run is
/// replaced by a finished one alone, an interrupted one by whatever has done more steps.
package final class RunRecorder {
  package let record: RunRecord
  /// The run of the same key as the store had it until now; an interrupted one has a checkpoint to
  /// go on from.
  package let earlier: RunRow?
  private let store: RunStore
  private var lock: FileLock?
  /// The step up to which the store keeps the earlier run, which this one has to pass before anything is
  /// written; nil where it writes.
  package private(set) var heldUntil: Int?
  private var start: RunStart?
  private let opened = Date()
  private let clock = ContinuousClock.now
  /// Time that earlier parts of the run took.
  private var earlierSeconds = 0.0
  private var validRows = 0
  private var totalSteps = 0
  private var hasEnded = false

  private var steps: [StepReport] = []
  private var evaluations: [Evaluation] = []
  private var lastFlush = ContinuousClock.now
  private var lastCheckpoint = ContinuousClock.now
  private var checkpointCost = Duration.zero

  /// A batch no more often than this: a commit costs more than a small model's step.
  private static let flushInterval = Duration.milliseconds(250)
  private static let leastCheckpointInterval = Duration.seconds(1)
  /// Checkpoints may take this share of the time: one in fifty.
  private static let checkpointShare = 50

  init(_ record: RunRecord, store: RunStore, lock: FileLock) throws(RunStoreError) {
    self.record = record
    self.store = store
    self.lock = lock
    // The lock is ours: a row that says it trains is of a process that was killed.
    earlier = try store.run(record.key) { _ in false }
    removeLeftOvers()
    switch earlier?.status {
    case let status? where status.isFinished: heldUntil = .max
    case .interrupted?: heldUntil = try store.checkpointStep(record.key)
    default: break
    }
    if heldUntil == nil { try store.write(insertRow) }
  }

  private func insertRow(_ db: Database) throws {
    try db.execute(
      sql: """
        INSERT INTO run (key, name, script, status, started, seconds, stepsDone, stepsTotal,
          baseFingerprint, version, machine, plan, family)
        VALUES (:key, :name, :script, 'running', :now, 0, 0, 0, :base, :version, :machine, :plan,
          :family)
        ON CONFLICT (key) DO UPDATE SET name = :name, script = :script, status = 'running',
          started = :now, keptStep = NULL, failure = NULL, baseFingerprint = :base,
          version = :version, machine = :machine, plan = :plan, family = :family, digest = NULL,
          peakMemory = NULL
        """,
      arguments: [
        "key": record.key.hex, "name": record.name, "script": record.script,
        "now": opened.timeIntervalSince1970, "base": record.baseFingerprint,
        "version": record.version, "machine": record.machine, "plan": record.plan,
        "family": record.family?.hex,
      ])
    try db.execute(sql: "DELETE FROM configuration WHERE run = ?", arguments: [record.key.hex])
    for (position, field) in record.configuration.enumerated() {
      try db.execute(
        sql: "INSERT INTO configuration VALUES (?, ?, ?, ?)",
        arguments: [record.key.hex, field.name, position, field.json])
    }
  }

  deinit { close() }

  /// Takes note of what the run says; call it for every event.
  package func record(_ event: RunEvent, of run: TuningRun) throws(RunStoreError) {
    switch event {
    case .started(let start):
      self.start = start
      validRows = start.validRows
      totalSteps = start.totalSteps
      if start.doneSteps > 0, earlier?.status == .interrupted {
        earlierSeconds = earlier?.seconds ?? 0
        if let heldUntil, start.doneSteps >= heldUntil { return try release(run.state) }
      } else {
        // Steps of a shorter run, or of a folder, took their time there.
        earlierSeconds = run.state.stepSeconds.reduce(0) { $0 + Double($1) }
      }
      if heldUntil == nil { try store.write { db in try begin(start, at: run.state, db) } }
    case .step(let report):
      steps.append(report)
      if let heldUntil, report.step > heldUntil { try release(run.state) }
      try flushIfDue()
      if !awaitsEvaluation(report.step, run.hyper) { try checkpointIfDue(run) }
    case .evaluated(let evaluation):
      evaluations.append(evaluation)
      try flushIfDue()
      try checkpointIfDue(run)
    case .finished(let summary):
      if heldUntil != nil, summary.ending == .interrupted {
        hasEnded = true
        return
      }
      if heldUntil == nil { try flush() }
      // By now the variables hold the kept parameters: what to continue from is in the state.
      try checkpoint(run.state)
      try finish(summary, run)
    }
  }

  /// From here on the store has this run in place of the earlier one.
  private func release(_ state: TuningState) throws(RunStoreError) {
    heldUntil = nil
    try store.write { db in
      try insertRow(db)
      if let start { try begin(start, at: state, db) }
    }
  }

  /// Notes that the run ended with an error. Its values stay, to be looked at.
  package func fail(_ reason: String) throws(RunStoreError) {
    if heldUntil == nil {
      try flush()
      try store.write { db in try end(.failed, failure: reason, db) }
    }
    hasEnded = true
    close()
  }

  /// Lets the run go. One that hasn't ended counts as interrupted.
  package func close() {
    guard lock != nil else { return }
    if !hasEnded {
      // Without the lock the store shows the run as interrupted whatever its row says.
      try? flush()
      if heldUntil == nil { try? store.write { db in try end(.interrupted, db) } }
      hasEnded = true
    }
    lock = nil
  }

  // MARK: Start and end

  private func begin(_ start: RunStart, at state: TuningState, _ db: Database) throws {
    let key = record.key.hex
    // A killed process may have got further than its last checkpoint.
    for table in ["metric", "evaluation"] {
      try db.execute(
        sql: "DELETE FROM \(table) WHERE run = ? AND step > ?", arguments: [key, start.doneSteps])
    }
    for table in ["prompt", "output"] {
      try db.execute(sql: "DELETE FROM \(table) WHERE run = ?", arguments: [key])
    }
    // Steps done elsewhere are known from the state alone.
    for (index, (loss, seconds)) in zip(state.losses, state.stepSeconds).enumerated() {
      try db.execute(
        sql: "INSERT OR IGNORE INTO metric (run, step, loss, seconds) VALUES (?, ?, ?, ?)",
        arguments: [key, index + 1, Double(shortest: loss), Double(shortest: seconds)])
    }
    try db.keep(state.evaluations, of: record.key)
    try db.execute(
      sql: """
        UPDATE run SET stepsDone = ?, stepsTotal = ?, baseDigestBefore = ?,
          baseDigestAfter = NULL, seconds = ?, validRows = ?, parameters = ? WHERE key = ?
        """,
      arguments: [
        start.doneSteps, start.totalSteps, start.baseDigest, earlierSeconds, start.validRows,
        state.parameters.reduce(0) { $0 + $1.count }, key,
      ])
  }

  /// Writes all that is left in one go, which is on the disk when this returns.
  private func finish(_ summary: RunSummary, _ run: TuningRun) throws(RunStoreError) {
    let status: RunStatus =
      switch summary.ending {
      case .completed: .completed
      case .interrupted: .interrupted
      case .ranOutOfPatience: .patience
      }
    // The method holds what was kept; the last prompt, where that is another, is in the history.
    let state = run.state
    var prompts: [(kind: StoredPrompt.Kind, step: Int, vectors: Tensor?)] = []
    if state.best != nil {
      prompts.append((.best, state.kept.step, run.prompt))
      prompts.append((.last, state.step, run.restored(at: state.step)?.method.prompt))
    } else {
      prompts.append((.last, state.step, run.prompt))
    }
    try store.writeDurably { db in
      if heldUntil != nil {
        try insertRow(db)
        if let start { try begin(start, at: state, db) }
      }
      try flush(db)
      for prompt in prompts {
        guard let vectors = prompt.vectors, vectors.shape.count == 2 else { continue }
        try db.keep(
          vectors, as: prompt.kind, step: prompt.step, template: record.template, of: record.key)
      }
      try db.execute(
        sql: """
          UPDATE run SET stepsDone = ?, keptStep = ?, baseDigestBefore = ?, baseDigestAfter = ?,
            digest = ?, peakMemory = ? WHERE key = ?
          """,
        arguments: [
          summary.steps, summary.keptStep, summary.baseDigestBefore, summary.baseDigestAfter,
          state.digest, PeakMemory.bytes, record.key.hex,
        ])
      // It may have trained elsewhere, and be reported only now.
      try end(status, seconds: earlierSeconds + summary.seconds, db)
    }
    heldUntil = nil
    hasEnded = true
  }

  private func end(
    _ status: RunStatus, failure: String? = nil, seconds: Double? = nil, _ db: Database
  ) throws {
    try db.execute(
      sql: "UPDATE run SET status = ?, failure = ?, seconds = ? WHERE key = ?",
      arguments: [status.rawValue, failure, seconds ?? self.seconds, record.key.hex])
  }

  private var seconds: Double { earlierSeconds + (ContinuousClock.now - clock) / .seconds(1) }

  // MARK: On the way

  private func flushIfDue() throws(RunStoreError) {
    if ContinuousClock.now - lastFlush >= Self.flushInterval { try flush() }
  }

  private func flush() throws(RunStoreError) {
    guard heldUntil == nil, !steps.isEmpty || !evaluations.isEmpty else { return }
    try store.write(flush)
    steps = []
    evaluations = []
    lastFlush = .now
  }

  private func flush(_ db: Database) throws {
    for report in steps {
      try db.execute(
        sql: """
          INSERT OR REPLACE INTO metric
            (run, step, loss, seconds, rate, gradientNorm, targetTokens, tokens)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          record.key.hex, report.step, Double(shortest: report.loss), report.seconds, report.rate,
          report.gradientNorm, report.targetTokens, report.tokens,
        ])
    }
    try db.keep(evaluations, of: record.key)
    try db.execute(
      sql: "UPDATE run SET stepsDone = max(stepsDone, ?), seconds = ? WHERE key = ?",
      arguments: [steps.last?.step ?? 0, seconds, record.key.hex])
  }

  /// At such a step the state is whole only once its evaluation is in it.
  private func awaitsEvaluation(_ step: Int, _ hyper: Hyperparameters) -> Bool {
    guard validRows > 0 else { return false }
    return step == totalSteps || hyper.evaluateEvery.map { step.isMultiple(of: $0) } ?? false
  }

  private func checkpointIfDue(_ run: TuningRun) throws(RunStoreError) {
    let interval = max(Self.leastCheckpointInterval, checkpointCost * Self.checkpointShare)
    guard heldUntil == nil, ContinuousClock.now - lastCheckpoint >= interval else { return }
    // The values first: a checkpoint never has a step that the table doesn't have.
    try flush()
    try checkpoint(run.checkpoint())
  }

  private func checkpoint(_ state: TuningState) throws(RunStoreError) {
    let started = ContinuousClock.now
    try store.translating {
      try CheckpointFile.write(state, key: record.key, to: store.checkpointFile(record.key))
    }
    lastCheckpoint = .now
    checkpointCost = lastCheckpoint - started
  }

  /// Half-written checkpoints of a process that was killed.
  private func removeLeftOvers() {
    let file = store.checkpointFile(record.key)
    let folder = file.deletingLastPathComponent()
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    for name in names where name.hasPrefix(".\(file.lastPathComponent)") {
      try? FileManager.default.removeItem(at: folder.appendingPathComponent(name))
    }
  }
}

extension Database {
  fileprivate func keep(_ evaluations: [Evaluation], of key: RunKey) throws {
    for evaluation in evaluations {
      try execute(
        sql: "INSERT OR REPLACE INTO evaluation VALUES (?, ?, ?, ?)",
        arguments: [key.hex, evaluation.step, evaluation.loss, evaluation.accuracy])
    }
  }
}
