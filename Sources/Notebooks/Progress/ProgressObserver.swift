import Bindings
import Figures
import TextWidth
import Tuning

/// Shows runs while they train: at a terminal a live line that a summary replaces, elsewhere a
/// line for each tenth of the way that took its time.
final class ProgressObserver: RunObserver {
  private let console: Console
  /// How to go on with an interrupted run of this name.
  private let advice: (String) -> String
  private var progress: RunProgress?
  private var began = ContinuousClock.now
  private var drawn: ContinuousClock.Instant?
  private var tenths = 0
  private var repeats = false

  private static let shortestPause = Duration.milliseconds(50)
  /// Between lines that stay.
  private static let shortestLogPause = Duration.seconds(1)

  init(console: Console, advice: @escaping (_ name: String) -> String) {
    self.console = console
    self.advice = advice
  }

  func runBegan(name: String, point: GridPoint?, repeats: Bool) {
    self.repeats = repeats
    progress = RunProgress(name: name, point: point)
    (began, drawn, tenths) = (.now, nil, 0)
  }

  func runEvent(_ event: RunEvent) {
    progress?.note(event)
    guard let progress else { return }
    switch event {
    case .started(let start):
      began = .now
      tenths = tenth(start.doneSteps, of: start.totalSteps)
    case .finished: finish(progress)
    case .step, .evaluated: console.remarks.canRedraw ? redraw(progress) : log(progress)
    }
  }

  func runEnded() {
    console.eraseLive()
    progress = nil
  }

  private func redraw(_ progress: RunProgress) {
    let now = ContinuousClock.now
    if let drawn, now - drawn < Self.shortestPause { return }
    drawn = now
    let drawer = TerminalDrawer(console.remarks.terminal())
    console.showLive(drawer.draw(progress.line(elapsed: (now - began) / .seconds(1))))
  }

  /// The last tenth is told by the summary.
  private func log(_ progress: RunProgress) {
    guard let total = progress.start?.totalSteps else { return }
    let reached = tenth(progress.doneSteps, of: total)
    let now = ContinuousClock.now
    guard reached > tenths, progress.doneSteps < total,
      now - (drawn ?? began) >= Self.shortestLogPause
    else { return }
    (tenths, drawn) = (reached, now)
    let line = progress.line(elapsed: (now - began) / .seconds(1))
    var parts = [progress.title, "step \(line.step)/\(total)"]
    if let loss = line.loss { parts.append("loss \(Numeral.short(loss))") }
    parts += line.details.map { "\($0.name) \($0.value)" }
    if let rate = line.rate { parts.append("\(Numeral.short(rate)) steps/s") }
    if let left = line.secondsLeft { parts.append("\(Numeral.duration(left.rounded(.up))) left") }
    console.remark(parts.joined(separator: " · "))
  }

  private func tenth(_ step: Int, of total: Int) -> Int { total > 0 ? step * 10 / total : 0 }

  private func finish(_ progress: RunProgress) {
    let terminal = console.remarks.terminal()
    let separator = terminal.unicode ? " · " : " | "
    var lines: [String] = []
    for part in progress.summaryParts() {
      let clean = terminal.clean(part)
      if console.remarks.canRedraw, let last = lines.last,
        DisplayWidth.of(last) + separator.count + DisplayWidth.of(clean) > terminal.width
      {
        lines.append("  " + clean)
      } else if lines.isEmpty {
        lines = [clean]
      } else {
        lines[lines.count - 1] += separator + clean
      }
    }
    if progress.summary?.ending == .interrupted {
      lines.append(
        terminal.clean(
          repeats
            ? "the store keeps the same run as it was finished before" : advice(progress.path)))
    }
    console.remark(lines.joined(separator: "\n"))
  }
}
