import Figures
import Notebooks

/// Progress in a file or a pipe: a line for each tenth of a run that took its time, and one a
/// fetched file.
final class PlainProgress: ProgressSink {
  private let console: Console
  /// Tenths of the run that are written.
  private var tenths = 0
  private var written = ContinuousClock.now

  private static let shortestPause = Duration.seconds(1)
  /// Seconds after which work is reported first, and is to be next.
  private static let firstWorkLine = 5.0
  private var nextWorkLine = firstWorkLine

  init(_ console: Console) { self.console = console }

  func receive(_ report: RunReport) {
    switch report.moment {
    case .started:
      written = .now
      tenths = tenth(report.progress)
    case .advanced: log(report.progress)
    case .finished:
      console.remark(report.progress.summary(for: console.remarks.terminal(), wraps: false))
    case .ended: break
    }
  }

  func receive(_ report: DownloadReport) {
    if let text = report.text { console.remark(console.remarks.terminal().clean(text)) }
  }

  func receive(_ report: WorkReport) {
    guard let progress = report.progress, progress.done > 0 else {
      nextWorkLine = Self.firstWorkLine
      return
    }
    guard report.elapsed >= nextWorkLine, progress.done < progress.total ?? .max,
      let line = report.line
    else { return }
    // The longer it takes the fewer lines.
    nextWorkLine = 1.6 * report.elapsed
    let count = progress.total.map { "\(progress.done)/\($0)" } ?? "\(progress.done)"
    let unit = line.unit.rawValue
    var parts = [progress.title, "\(count) \(unit)"]
    if let rate = line.rate { parts.append("\(Numeral.short(rate)) \(unit)/s") }
    if let left = line.secondsLeft { parts.append("\(Numeral.duration(left.rounded(.up))) left") }
    console.remark(console.remarks.terminal().clean(parts.joined(separator: " · ")))
  }

  /// The summary reports the last tenth.
  private func log(_ progress: RunProgress) {
    guard let total = progress.start?.totalSteps else { return }
    let reached = tenth(progress)
    let now = ContinuousClock.now
    guard reached > tenths, progress.doneSteps < total, now - written >= Self.shortestPause else {
      return
    }
    (tenths, written) = (reached, now)
    let line = progress.line
    var parts = [progress.title, "step \(line.step)/\(total)"]
    if let loss = line.loss { parts.append("loss \(Numeral.short(loss))") }
    parts += line.details.map { "\($0.name) \($0.value)" }
    if let rate = line.rate { parts.append("\(Numeral.short(rate)) steps/s") }
    if let left = line.secondsLeft { parts.append("\(Numeral.duration(left.rounded(.up))) left") }
    console.remark(parts.joined(separator: " · "))
  }

  private func tenth(_ progress: RunProgress) -> Int {
    guard let total = progress.start?.totalSteps, total > 0 else { return 0 }
    return progress.doneSteps * 10 / total
  }
}
