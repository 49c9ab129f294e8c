import Figures
import Notebooks

/// Progress at a terminal: a live line, which a summary replaces.
final class LiveProgress: ProgressSink {
  private let console: Console
  private var drawn: ContinuousClock.Instant?

  private static let shortestPause = Duration.milliseconds(50)

  init(_ console: Console) { self.console = console }

  private var drawer: TerminalDrawer { TerminalDrawer(console.remarks.terminal()) }

  func receive(_ report: RunReport) {
    switch report.moment {
    case .started: drawn = nil
    case .advanced: redraw { report.progress.line }
    case .finished:
      console.remark(report.progress.summary(for: console.remarks.terminal(), wraps: true))
    case .ended: console.eraseLive()
    }
  }

  func receive(_ report: DownloadReport) {
    switch report.event {
    case .started: drawn = nil
    case .progressed: redraw { report.line }
    case .fetched, .waiting, .retrying:
      let terminal = console.remarks.terminal()
      console.showLive(drawer.fitted(report.text ?? "", width: terminal.width - 1))
    case .ended: console.eraseLive()
    }
  }

  /// Draws a line unless the last one is too fresh.
  private func redraw(_ line: () -> ProgressLine?) {
    let now = ContinuousClock.now
    if let drawn, now - drawn < Self.shortestPause { return }
    guard let line = line() else { return }
    drawn = now
    console.showLive(drawer.draw(line))
  }
}
