import Ranks
import Tensors

/// Everything that a run has reported and its final state: enough for another process to replay it,
/// and to have what it has tuned.
package struct RunTranscript: Sendable {
  package let start: RunStart
  package let reports: [StepReport]
  package let summary: RunSummary
  package let state: TuningState

  package init(start: RunStart, reports: [StepReport], summary: RunSummary, state: TuningState) {
    (self.start, self.reports, self.summary, self.state) = (start, reports, summary, state)
  }

  package func encode(into message: inout Message) {
    message.encode([start.totalSteps, start.doneSteps, start.validRows])
    message.encode(start.baseDigest)
    message.encode(start.lossName)
    message.encode(reports)
    message.encode(summary.ending.rawValue)
    message.encode([summary.steps, summary.keptStep])
    message.encode(summary.seconds)
    message.encode(summary.baseDigestBefore)
    message.encode(summary.baseDigestAfter)
    state.encode(into: &message)
  }

  package init(from message: inout Message) {
    let begun: [Int] = message.decode()
    start = RunStart(
      totalSteps: begun[0], doneSteps: begun[1], validRows: begun[2], baseDigest: message.decode(),
      lossName: message.decode())
    reports = message.decode()
    guard let ending = RunSummary.Ending(rawValue: message.decode()) else {
      preconditionFailure("a run that ended in no known way")
    }
    let ended: [Int] = message.decode()
    summary = RunSummary(
      ending: ending, steps: ended[0], keptStep: ended[1], seconds: message.decode(),
      baseDigestBefore: message.decode(), baseDigestAfter: message.decode())
    state = TuningState(from: &message)
  }
}

extension TuningRun {
  /// Reports again what this run reported in another process. Afterwards the method has the kept
  /// parameters, as it does after `run`.
  ///
  /// - Parameter transcript: the run was made resuming the transcript's state.
  package func replay(
    _ transcript: RunTranscript, onEvent: (RunEvent, TuningRun) throws -> Void
  ) throws {
    try onEvent(.started(transcript.start), self)
    if transcript.start.doneSteps == 0,
      let evaluation = transcript.state.evaluations.first(where: { $0.step == 0 })
    {
      try onEvent(.evaluated(evaluation), self)
    }
    for report in transcript.reports {
      try onEvent(.step(report), self)
      if let evaluation = transcript.state.evaluations.first(where: { $0.step == report.step }) {
        try onEvent(.evaluated(evaluation), self)
      }
    }
    loadBestParameters()
    try onEvent(.finished(transcript.summary), self)
  }
}
