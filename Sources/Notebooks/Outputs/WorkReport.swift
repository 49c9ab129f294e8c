import Bindings
import Figures

/// How far work has come that isn't a run: scoring, comparing, generating.
package struct WorkReport: Sendable {
  /// nil once it has ended.
  package let progress: WorkProgress?
  /// Seconds since it began.
  package let elapsed: Double

  package var line: ProgressLine? {
    guard let progress else { return nil }
    let rate = progress.done > 0 && elapsed > 0 ? Double(progress.done) / elapsed : nil
    let left = progress.total.map { Double($0 - progress.done) }
    return ProgressLine(
      name: progress.title, unit: progress.unit == .rows ? .rows : .tokens, step: progress.done,
      total: progress.total, rate: rate,
      secondsLeft: rate.flatMap { rate in left.map { $0 / rate } })
  }
}
