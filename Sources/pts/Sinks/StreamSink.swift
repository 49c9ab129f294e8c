import Notebooks

/// Shows a session's outputs on stdout and stderr, each a terminal, a file or a pipe.
final class StreamSink: CellSink {
  let console: Console
  private let progress: any ProgressSink

  init(_ console: Console) {
    self.console = console
    progress =
      console.remarks.canRedraw ? LiveProgress(console) : PlainProgress(console)
  }

  func receive(_ output: CellOutput) {
    switch output {
    case .stdout(let text): console.write(text)
    case .stderr(let text): console.warn(text)
    case .notice(let text): console.remark(text)
    case .display(let data), .value(let data, _): console.draw(data.figure)
    case .diagnostics(let diagnostics): console.report(diagnostics)
    case .interrupted: console.reportInterrupt()
    case .run(let report): progress.receive(report)
    case .download(let report): progress.receive(report)
    }
  }
}
