/// What a run reports to its observer.
package enum RunEvent: Sendable {
  case started(RunStart)
  case step(StepReport)
  case evaluated(Evaluation)
  case finished(RunSummary)
}

/// The observer's answer; a stop takes effect after the current step.
package enum RunSignal: Sendable {
  case proceed
  case stop
}
