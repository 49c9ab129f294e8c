/// What a run tells whoever watches it.
package enum RunEvent: Sendable {
  case started(RunStart)
  case step(StepReport)
  case evaluated(Evaluation)
  case finished(RunSummary)
}

/// The watcher's answer; a stop takes effect after the step at hand.
package enum RunSignal: Sendable {
  case proceed
  case stop
}
