import Figures
import Notebooks
import TextWidth

/// Shows how far runs, downloads and other work have come.
protocol ProgressSink: AnyObject {
  func receive(_ report: RunReport)
  func receive(_ report: DownloadReport)
  func receive(_ report: WorkReport)
}

extension RunProgress {
  /// How the run ended, on one line or on as many as the window requires.
  func summary(for terminal: Terminal, wraps: Bool) -> String {
    let separator = terminal.unicode ? " · " : " | "
    var lines: [String] = []
    for part in summaryParts() {
      let clean = terminal.clean(part)
      if wraps, let last = lines.last,
        DisplayWidth.of(last) + separator.count + DisplayWidth.of(clean) > terminal.width
      {
        lines.append("  " + clean)
      } else if lines.isEmpty {
        lines = [clean]
      } else {
        lines[lines.count - 1] += separator + clean
      }
    }
    if let advice { lines.append(terminal.clean(advice)) }
    return lines.joined(separator: "\n")
  }
}
