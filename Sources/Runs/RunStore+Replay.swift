import Foundation
import GRDB
import Tuning

/// A run as the store has it: everything that it reported, and its state.
package struct KeptResult: Sendable {
  package let row: RunRow
  package let transcript: RunTranscript
}

extension RunStore {
  /// The run with its curve and its state, where it has finished; nil where it hasn't, or where an
  /// earlier version left no state of it.
  ///
  /// - Parameter hyper: what it was trained with.
  package func finishedRun(
    _ key: RunKey, hyper: Hyperparameters
  ) throws(RunStoreError) -> KeptResult? {
    guard let row = try run(key), row.status.isFinished,
      let result = try keptRun(key, hyper: hyper),
      result.transcript.state.step == row.stepsDone
    else { return nil }
    return result
  }

  /// The same of a run that has ended in any way, up to its last checkpoint.
  package func keptRun(
    _ key: RunKey, hyper: Hyperparameters
  ) throws(RunStoreError) -> KeptResult? {
    guard let row = try run(key), row.status != .running, let state = try checkpoint(key) else {
      return nil
    }
    let reports = try metrics(key).filter { $0.step <= state.step }.map { metric in
      StepReport(
        step: metric.step, loss: Float(metric.loss), rate: metric.rate ?? .nan,
        gradientNorm: metric.gradientNorm ?? .nan, seconds: metric.seconds,
        targetTokens: metric.targetTokens ?? 0, tokens: metric.tokens ?? 0)
    }
    let ending: RunSummary.Ending =
      switch row.status {
      case .patience: .ranOutOfPatience
      case .completed: .completed
      case .interrupted, .failed, .running: .interrupted
      }
    let summary = RunSummary(
      ending: ending, steps: state.step,
      keptStep: state.kept.step, seconds: row.seconds,
      baseDigestBefore: row.baseDigestBefore ?? "", baseDigestAfter: row.baseDigestAfter ?? "")
    let start = RunStart(
      totalSteps: row.stepsTotal, doneSteps: 0, validRows: row.validRows ?? 0,
      baseDigest: row.baseDigestBefore ?? "", evaluateEvery: hyper.evaluateEvery,
      lossName: hyper.lossName)
    return KeptResult(
      row: row,
      transcript: RunTranscript(start: start, reports: reports, summary: summary, state: state))
  }

  /// Completed runs that would be this one if they had more steps, the longest first.
  package func shorterRuns(
    of family: RunKey, than steps: Int
  ) throws(RunStoreError) -> [RunRow] {
    try runs(
      where: """
        family = :family AND stepsDone < :steps AND status = 'completed'
        ORDER BY stepsDone DESC, key
        """, ["family": family.hex, "steps": steps])
  }
}
