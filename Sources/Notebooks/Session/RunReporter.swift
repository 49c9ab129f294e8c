import Bindings
import Tuning

/// Emits runs as outputs while they train.
final class RunReporter: RunObserver {
  private let relay: OutputRelay
  /// How to continue an interrupted run of this name.
  private let advice: (String) -> String
  private var progress: RunProgress?
  private var began = ContinuousClock.now
  private var workBegan = ContinuousClock.now
  /// Hashes of the models that a run has already been said to leave as they were.
  private var provenBases: Set<String> = []

  init(_ relay: OutputRelay, advice: @escaping (_ name: String) -> String) {
    self.relay = relay
    self.advice = advice
  }

  func runBegan(_ run: BegunRun) {
    progress = RunProgress(run, advice: advice)
  }

  func runEvent(_ event: RunEvent) {
    if case .started = event { began = .now }
    progress?.note(event, elapsed: (ContinuousClock.now - began) / .seconds(1))
    // Of a run that isn't trained there is nothing to watch.
    let isReplayed = progress?.replayed != nil
    if case .finished(let summary) = event, !isReplayed {
      progress?.mentionsBase = provenBases.insert(summary.baseDigestAfter).inserted
    }
    switch event {
    case .started where isReplayed, .step where isReplayed, .evaluated where isReplayed: break
    case .started: report(.started)
    case .step, .evaluated: report(.advanced)
    case .finished: report(.finished)
    }
  }

  func runEnded() {
    report(.ended)
    progress = nil
  }

  func workAdvanced(_ progress: WorkProgress?) {
    if progress?.done == 0 { workBegan = .now }
    let elapsed = (ContinuousClock.now - workBegan) / .seconds(1)
    relay.emit(.work(WorkReport(progress: progress, elapsed: elapsed)))
  }

  func note(_ text: String) { relay.emit(.notice(text)) }

  private func report(_ moment: RunReport.Moment) {
    if let progress { relay.emit(.run(RunReport(moment: moment, progress: progress))) }
  }
}
