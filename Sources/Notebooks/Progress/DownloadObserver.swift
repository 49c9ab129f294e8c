import Figures
import Hub

/// Shows downloads: at a terminal a live line that is gone when they end, elsewhere a line a file.
final class DownloadObserver {
  private let console: Console
  private var repository = ""
  private var drawn: ContinuousClock.Instant?

  private static let shortestPause = Duration.milliseconds(50)

  init(console: Console) { self.console = console }

  func note(_ event: DownloadEvent) {
    switch event {
    case .started(let name, _, _): (repository, drawn) = (name, nil)
    case .progressed(let progress): if console.remarks.canRedraw { redraw(progress) }
    case .fetched(let file, let bytes, let seconds):
      tell("\(file) · \(Numeral.bytes(bytes)) in \(Numeral.duration(seconds))")
    case .waiting(let file): tell("\(file) · another program is fetching it")
    case .retrying(let file, let reason, let pause):
      tell("\(file) · \(reason); again in \(Numeral.duration(pause))")
    case .ended:
      console.eraseLive()
      repository = ""
    }
  }

  private func redraw(_ progress: DownloadProgress) {
    let now = ContinuousClock.now
    if let drawn, now - drawn < Self.shortestPause { return }
    drawn = now
    let left = progress.total - progress.done
    let line = ProgressLine(
      name: repository, unit: .bytes, step: progress.done, total: progress.total,
      rate: progress.rate, secondsLeft: progress.rate > 0 ? Double(left) / progress.rate : nil,
      details: [("file", progress.file)])
    console.showLive(TerminalDrawer(console.remarks.terminal()).draw(line))
  }

  private func tell(_ text: String) {
    let terminal = console.remarks.terminal()
    let line = terminal.clean(repository.isEmpty ? text : "\(repository) · \(text)")
    if console.remarks.canRedraw {
      console.showLive(TerminalDrawer(terminal).fitted(line, width: terminal.width - 1))
    } else {
      console.remark(line)
    }
  }
}
