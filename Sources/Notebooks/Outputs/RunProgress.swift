import Bindings
import Figures
import Foundation
import Tuning

/// The state of a run while it trains, and how it is put into words.
package struct RunProgress: Sendable {
  package let name: String
  package let point: GridPoint?
  /// What the store knows the run by, 64 hexadecimal digits.
  package let key: String
  /// Where the run isn't trained: when the store's was.
  package let replayed: ReplayedRun?
  package private(set) var start: RunStart?
  package private(set) var losses: [Double] = []
  package private(set) var rate = 0.0
  package private(set) var evaluation: Evaluation?
  /// Seconds since the run began, evaluations included.
  package private(set) var elapsed = 0.0
  /// The untrained start's.
  private var startEvaluation: Evaluation?
  package private(set) var summary: RunSummary?
  /// How an interrupted run can be continued; nil for any other.
  package private(set) var advice: String?
  /// Whether the summary says that the base is unchanged: once for each model is enough.
  var mentionsBase = true
  /// Seconds spent on evaluations, and how many there were, since the run began or was resumed.
  private var evaluations = (seconds: 0.0, count: 0)
  /// Seconds spent on steps since the run began or was resumed.
  private var seconds = 0.0

  private let interruptedAdvice: String
  private let kept: KeptRun?

  /// - Parameter advice: how a script that reaches the run by this name continues it.
  init(_ run: BegunRun, advice: (String) -> String) {
    name = run.name
    point = run.point
    key = run.key.hex
    replayed = run.replayed
    kept = run.kept
    interruptedAdvice = advice(Self.path(name, point))
  }

  mutating func note(_ event: RunEvent, elapsed: Double) {
    let passed = elapsed - self.elapsed
    self.elapsed = elapsed
    switch event {
    case .started(let start): self.start = start
    case .step(let report):
      losses.append(Double(report.loss))
      rate = report.rate
      seconds += report.seconds
    case .evaluated(let evaluation):
      if evaluation.step == 0 { startEvaluation = evaluation }
      self.evaluation = evaluation
      evaluations.seconds += passed
      evaluations.count += 1
    case .finished(let summary):
      self.summary = summary
      if summary.ending == .interrupted { advice = adviceAfterInterrupt }
    }
  }

  private var adviceAfterInterrupt: String {
    switch kept {
    case .finished: "the store keeps the same run as it was finished before"
    case .interrupted(let step) where step > doneSteps:
      "\(interruptedAdvice) from step \(step), which it had reached before"
    default: interruptedAdvice
    }
  }

  /// `first`, or `grid 2/3 lr 0.1`.
  package var title: String {
    guard let point else { return name }
    // The run itself is called `grid[lr 0.1]`.
    let grid = name.prefix { $0 != "[" }
    return "\(grid) \(point.index + 1)/\(point.count) \(point.label)"
  }

  /// The expression that reaches the run in a script.
  private static func path(_ name: String, _ point: GridPoint?) -> String {
    guard let point else { return name }
    return "\(name.prefix { $0 != "[" })[\(point.index)]"
  }

  package var doneSteps: Int { (start?.doneSteps ?? 0) + losses.count }

  /// More steps than this aren't averaged.
  private static let longestMean = 20

  /// The mean of the last steps' losses, a twentieth of the run: one batch is often unlike the next.
  package var recentLoss: Double? {
    guard !losses.isEmpty else { return nil }
    let count = max(1, min(Self.longestMean, (start?.totalSteps ?? losses.count) / 20))
    let recent = losses.suffix(count)
    return recent.reduce(0) { $0 + $1 / Double(recent.count) }
  }

  package var line: ProgressLine {
    var details: [(name: String, value: String)] = []
    if let evaluation {
      details.append(("valid loss", Numeral.short(evaluation.loss)))
      details.append(("accuracy", Numeral.short(evaluation.accuracy)))
    }
    details.append(("lr", Numeral.short(rate)))
    return ProgressLine(
      name: title, step: doneSteps, total: start?.totalSteps, loss: recentLoss,
      rate: seconds > 0 ? Double(losses.count) / seconds : nil, secondsLeft: secondsLeft,
      recentLosses: losses, details: details)
  }

  /// The steps and the evaluations that are to come, each as long as those before it.
  private var secondsLeft: Double? {
    guard let start, !losses.isEmpty, elapsed > 0 else { return nil }
    let stepsLeft = max(0, start.totalSteps - doneSteps)
    let own = elapsed - evaluations.seconds
    let steps = Double(stepsLeft) * max(0, own) / Double(losses.count)
    guard evaluations.count > 0 else { return steps }
    let each = evaluations.seconds / Double(evaluations.count)
    return steps + Double(evaluationsLeft(start)) * each
  }

  /// Those on the way and the one at the end, without those that are done.
  private func evaluationsLeft(_ start: RunStart) -> Int {
    guard start.validRows > 0 else { return 0 }
    let every = max(1, start.evaluateEvery ?? start.totalSteps)
    let atEnd = start.totalSteps.isMultiple(of: every) ? 0 : 1
    let all = start.totalSteps / every - start.doneSteps / every + atEnd
    return max(0, all - (evaluations.count - (startEvaluation == nil ? 0 : 1)))
  }

  /// How it ended, in parts to be put on one line or several.
  package func summaryParts() -> [String] {
    guard let summary else { return [] }
    let steps = losses.count
    let took = Numeral.duration(replayed?.seconds ?? seconds)
    var parts = [title, "\(Numeral.count(steps)) step\(steps == 1 ? "" : "s") in \(took)"]
    if let replayed {
      parts = [title, "cached", "ran \(Moment.text(replayed.started))", took]
    }
    if let done = start?.doneSteps, done > 0 { parts[1] += " from step \(done)" }
    switch summary.ending {
    case .completed: break
    case .interrupted: parts[1] += ", interrupted"
    case .ranOutOfPatience: parts[1] += ", out of patience"
    }
    if let first = losses.first, let last = losses.last {
      parts.append("\(start?.lossName ?? "loss") \(Numeral.short(first)) → \(Numeral.short(last))")
    }
    if let evaluation {
      parts.append(
        evaluation.summary(
          from: startEvaluation, lossName: "valid loss", rows: self.start?.validRows ?? 0))
    }
    if summary.keptStep != doneSteps { parts.append("kept step \(summary.keptStep)") }
    if mentionsBase, replayed == nil, !summary.baseDigestAfter.isEmpty {
      parts.append("base unchanged \(summary.baseDigestAfter.prefix(8))")
    }
    return parts
  }
}
