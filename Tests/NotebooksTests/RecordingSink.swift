import Figures
import Notebooks

/// Keeps what a session emits.
final class RecordingSink: CellSink {
  private(set) var outputs: [CellOutput] = []

  func receive(_ output: CellOutput) { outputs.append(output) }
}

extension CellOutput {
  /// Its kind and the gist of it, to compare by.
  var gist: String {
    switch self {
    case .stdout(let text): "stdout \(text.debugDescription)"
    case .stderr(let text): "stderr \(text.debugDescription)"
    case .notice(let text): "notice \(text)"
    case .display(let data): "display \(data.figure.kind)"
    case .value(let data, let cell): "value \(cell) \(data.figure.kind)"
    case .diagnostics(let diagnostics):
      "\(diagnostics.map { "\($0.severity): \($0.message)" }.joined(separator: "; "))"
    case .clear(let waits): waits ? "clear later" : "clear"
    case .interrupted: "interrupted"
    case .run(let report):
      "run \(report.progress.name) \(report.moment) \(report.progress.doneSteps)"
    case .work(let report): "work \(report.progress?.title ?? "ended")"
    case .heading(let heading): "heading \(heading.title)"
    case .download(let report): "download \(report.repository)"
    }
  }
}

extension Figure {
  fileprivate var kind: String {
    switch self {
    case .text, .excerpt: "text"
    case .help: "help"
    case .list: "list"
    case .record: "record"
    case .listing: "listing"
    case .table: "table"
    case .line: "line"
    case .scatter: "scatter"
    case .histogram: "histogram"
    case .bars: "bars"
    case .heatMap: "heat map"
    case .tensor: "tensor"
    case .sparkline: "sparkline"
    case .progress: "progress"
    case .stack(let figures): figures.map(\.kind).joined(separator: " and ")
    }
  }
}
