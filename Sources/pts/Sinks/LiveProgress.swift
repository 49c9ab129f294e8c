import Figures
import Notebooks

/// Progress at a terminal: a live line, which a summary replaces.
final class LiveProgress: ProgressSink {
  private let console: Console
  private var drawn: ContinuousClock.Instant?
  /// Whether the line is that of other work than a run.
  private var showsWork = false

  private static let shortestPause = Duration.milliseconds(50)
  /// Work that is done sooner needs no line; seconds.
  private static let longestSilence = 0.3

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

  func receive(_ report: WorkReport) {
    if report.progress == nil {
      // The line of a run that is evaluated stays where it is.
      if showsWork { console.eraseLive() }
      showsWork = false
    } else if report.elapsed >= Self.longestSilence {
      redraw { report.line }
      showsWork = true
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
