import Ranks
import Tensors

/// Everything that a run has told and become: enough for another process to tell it again, and to hold
/// what it has tuned.
package struct RunStory: Sendable {
  package let start: RunStart
  package let reports: [StepReport]
  package let summary: RunSummary
  package let state: TuningState

  package init(start: RunStart, reports: [StepReport], summary: RunSummary, state: TuningState) {
    (self.start, self.reports, self.summary, self.state) = (start, reports, summary, state)
  }

  package func put(in message: inout Message) {
    message.put([start.totalSteps, start.doneSteps, start.validRows])
    message.put(start.baseDigest)
    message.put(start.lossName)
    message.put(reports)
    message.put(summary.ending.rawValue)
    message.put([summary.steps, summary.keptStep])
    message.put(summary.seconds)
    message.put(summary.baseDigestBefore)
    message.put(summary.baseDigestAfter)
    state.put(in: &message)
  }

  package init(takenFrom message: inout Message) {
    let begun: [Int] = message.take()
    start = RunStart(
      totalSteps: begun[0], doneSteps: begun[1], validRows: begun[2], baseDigest: message.take(),
      lossName: message.take())
    reports = message.take()
    guard let ending = RunSummary.Ending(rawValue: message.take()) else {
      preconditionFailure("a run that ended in no known way")
    }
    let ended: [Int] = message.take()
    summary = RunSummary(
      ending: ending, steps: ended[0], keptStep: ended[1], seconds: message.take(),
      baseDigestBefore: message.take(), baseDigestAfter: message.take())
    state = TuningState(takenFrom: &message)
  }
}

extension TuningRun {
  /// Tells what this very run has told in another process. Afterwards the method holds what was kept,
  /// as it does behind `run`.
  ///
  /// - Parameter story: the run was made resuming the story's state.
  package func retell(
    _ story: RunStory, onEvent: (RunEvent, TuningRun) throws -> Void
  ) throws {
    try onEvent(.started(story.start), self)
    if story.start.doneSteps == 0,
      let evaluation = story.state.evaluations.first(where: { $0.step == 0 })
    {
      try onEvent(.evaluated(evaluation), self)
    }
    for report in story.reports {
      try onEvent(.step(report), self)
      if let evaluation = story.state.evaluations.first(where: { $0.step == report.step }) {
        try onEvent(.evaluated(evaluation), self)
      }
    }
    holdKept()
    try onEvent(.finished(story.summary), self)
  }
}
