import Figures
import Notebooks

/// Shows a session's outputs on stdout and stderr, each a terminal, a file or a pipe.
final class StreamSink: CellSink {
  let console: Console
  private let progress: any ProgressSink
  /// Whether what a script says between its cells is shown, and every title.
  var showsProse = false
  /// Over the cell that runs, until its first output.
  private var heading: CellHeading?
  private var hasOutput = false
  /// Whether the next output clears the window.
  private var clears = false

  init(_ console: Console) {
    self.console = console
    progress =
      console.remarks.canRedraw ? LiveProgress(console) : PlainProgress(console)
  }

  func receive(_ output: CellOutput) {
    if clears {
      console.clear()
      clears = false
    }
    switch output {
    case .heading(let next): return begin(next)
    // Of most work nothing is seen.
    case .work(let report): return progress.receive(report)
    default: showHeading()
    }
    switch output {
    case .clear(waits: true): clears = true
    case .clear(waits: false): console.clear()
    case .stdout(let text): console.write(text)
    case .stderr(let text): console.warn(text)
    case .notice(let text): console.remark(text)
    case .display(let data), .value(let data, _): console.draw(data.figure)
    case .diagnostics(let diagnostics): console.report(diagnostics)
    case .interrupted: console.reportInterrupt()
    case .run(let report): progress.receive(report)
    case .download(let report): progress.receive(report)
    case .work, .heading: break
    }
  }

  // MARK: Between cells

  private func begin(_ next: CellHeading) {
    heading = next
    if showsProse { showHeading() }
  }

  /// A blank line and the title, where people read: what a program reads is the outputs alone.
  private func showHeading() {
    guard let heading else {
      hasOutput = true
      return
    }
    self.heading = nil
    guard showsProse || console.results.canRedraw else { return }
    let drawer = TerminalDrawer(console.results.terminal())
    var lines = hasOutput ? [""] : []
    hasOutput = true
    if !heading.title.isEmpty { lines.append(drawer.title(heading.title)) }
    if showsProse, let prose = heading.prose { lines.append(drawer.draw(prose: prose)) }
    if !lines.isEmpty { console.separate(lines.joined(separator: "\n") + "\n") }
  }
}
