import Diagnostics
import Foundation
import Runs
import Script
import Tuning

extension Engine {
  /// The run store as runs use it.
  var runs: RunStoreAccess { RunStoreAccess(store: store) }
}

/// What runs leave in the store, and find there.
struct RunStoreAccess {
  /// Nil keeps no runs.
  fileprivate let store: RunStore?

  func recorder(for run: PlannedRun, script: SourceFile) throws -> RunRecorder? {
    try store?.recorder(
      for: RunRecord(
        key: run.plan.key, name: run.name,
        script: script.path == nil ? nil : script.name, tuned: run.plan.tuned,
        template: run.plan.prompt.template.source,
        baseFingerprint: run.plan.model.fingerprint,
        configuration: try run.configuration.map {
          ConfigurationField(name: $0.name, json: try JSONWriter.text($0.value))
        }, plan: run.plan.json, family: run.plan.family, version: Version.current,
        machine: Machine.summary))
  }

  /// The same run as it was finished; nil where it wasn't.
  func finishedRun(of run: PlannedRun) throws -> KeptResult? {
    try store?.finishedRun(run.plan.key, hyper: run.plan.hyper)
  }

  /// The longest finished run that this one would begin with step for step, and its state.
  func shorterRun(than run: PlannedRun) throws -> (row: RunRow, state: TuningState)? {
    guard let store else { return nil }
    for row in try shorterRows(than: run.plan) {
      guard let state = try store.checkpoint(row.key)?.prefix(ofRunWith: run.plan.hyper) else {
        continue
      }
      return (row, state)
    }
    return nil
  }

  private func shorterRows(than plan: TuningPlan) throws -> [RunRow] {
    guard let store, let family = plan.family, case .steps(let steps) = plan.hyper.length else {
      return []
    }
    return try store.shorterRuns(of: family, than: steps)
  }

  /// The same without its state.
  func shorterRow(than plan: TuningPlan) throws -> RunRow? {
    try shorterRows(than: plan).first { hasState($0.key) }
  }

  /// What the store says of a run; nil where it doesn't know it.
  func row(_ key: RunKey) throws -> RunRow? { try store?.run(key) }

  /// The newest first.
  func rows(named name: String) throws -> [RunRow] { try store?.runs(named: name) ?? [] }

  /// Whether there is a state to restore the run from.
  func hasState(_ key: RunKey) -> Bool { store?.hasCheckpoint(key) ?? false }

  func checkpointStep(_ key: RunKey) throws -> Int? { try store?.checkpointStep(key) }

  /// Runs of this machine to judge others by.
  func measuredRuns() throws -> [SpeedEstimate.Measured] {
    try (store?.timings(on: Machine.summary, limit: 60) ?? []).compactMap { row, timing in
      guard let plan = row.plan.flatMap({ try? TuningPlan(json: $0) }) else { return nil }
      return .init(row: row, plan: plan, timing: timing)
    }
  }

  /// The state of an identical run that was interrupted; nil where there is none.
  func interruptedState(of run: PlannedRun) throws -> TuningState? {
    guard let store else { return nil }
    let key = run.plan.key
    return try store.run(key)?.status == .interrupted ? store.checkpoint(key) : nil
  }

  /// Keeps a score beside its run, where the store has that run and not one that got further.
  func keep(_ score: ScoreObject, of run: RunObject) throws {
    guard let store else { return }
    let key = run.plan.key
    guard try store.run(key)?.stepsDone == run.session.state.step else { return }
    try store.keep(
      StoredOutput(
        kind: "score", split: "\(score.split.dataset.name).\(score.split.name)",
        json: try JSONWriter.text(.object(score))), of: key)
  }
}
