import Foundation
import GRDB
import Tuning

/// A finished run as the store has it: everything that it reported, and its state.
package struct FinishedRun: Sendable {
  package let row: RunRow
  package let transcript: RunTranscript
}

extension RunStore {
  /// The run with its curve and its state, where it has finished; nil where it hasn't, or where an
  /// earlier version left no state of it.
  ///
  /// - Parameter lossName: what its steps' loss is called.
  package func finishedRun(
    _ key: RunKey, lossName: String
  ) throws(RunStoreError) -> FinishedRun? {
    guard let row = try run(key), row.status.isFinished, let state = try checkpoint(key),
      state.step == row.stepsDone
    else { return nil }
    let reports = try metrics(key).map { metric in
      StepReport(
        step: metric.step, loss: Float(metric.loss), rate: metric.rate ?? .nan,
        gradientNorm: metric.gradientNorm ?? .nan, seconds: metric.seconds,
        targetTokens: metric.targetTokens ?? 0, tokens: metric.tokens ?? 0)
    }
    let summary = RunSummary(
      ending: row.status == .patience ? .ranOutOfPatience : .completed, steps: row.stepsDone,
      keptStep: state.kept.step, seconds: row.seconds,
      baseDigestBefore: row.baseDigestBefore ?? "", baseDigestAfter: row.baseDigestAfter ?? "")
    let start = RunStart(
      totalSteps: row.stepsTotal, doneSteps: 0, validRows: row.validRows ?? 0,
      baseDigest: row.baseDigestBefore ?? "", lossName: lossName)
    return FinishedRun(
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
