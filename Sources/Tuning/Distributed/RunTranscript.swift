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
    message.encode([
      start.totalSteps, start.doneSteps, start.validRows, start.evaluateEvery ?? 0,
    ])
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
      evaluateEvery: begun[3] > 0 ? begun[3] : nil, lossName: message.decode())
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

extension RunTranscript {
  /// What the run has reported, in its order.
  package var events: [RunEvent] {
    var events: [RunEvent] = [.started(start)]
    func evaluation(at step: Int) -> [RunEvent] {
      state.evaluations.filter { $0.step == step }.map(RunEvent.evaluated)
    }
    if start.doneSteps == 0 { events += evaluation(at: 0) }
    for report in reports { events += [.step(report)] + evaluation(at: report.step) }
    return events + [.finished(summary)]
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
    for event in transcript.events {
      if case .finished = event { loadBestParameters() }
      try onEvent(event, self)
    }
  }
}

extension ProcessGroup {
  /// The transcripts that the first process has, in all of them; the others' aren't evaluated.
  package func broadcast(
    _ transcripts: @autoclosure () throws -> [RunTranscript?]
  ) rethrows -> [RunTranscript?] {
    if isSingle { return try transcripts() }
    var message = Message()
    if isFirst {
      let transcripts = try transcripts()
      message.encode(transcripts.count)
      for transcript in transcripts {
        message.encode(transcript == nil ? 0 : 1)
        transcript?.encode(into: &message)
      }
    }
    var received = Message(broadcast(message.bytes, from: 0))
    return (0..<(received.decode() as Int)).map { _ in
      received.decode() as Int == 0 ? nil : RunTranscript(from: &received)
    }
  }
}
