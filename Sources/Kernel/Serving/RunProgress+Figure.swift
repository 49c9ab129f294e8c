import Figures
import Notebooks

extension RunProgress {
  /// The run so far: a line that says how far it is or how it ended, and the curve.
  var figure: Figure {
    let parts = summaryParts() + (advice.map { [$0] } ?? [])
    let line = parts.isEmpty ? Figure.progress(self.line) : .text(parts.joined(separator: " · "))
    guard losses.count > 1 else { return line }
    let first = start?.doneSteps ?? 0
    return .stack([
      line,
      .line(
        LineChart(
          xAxis: Axis("step"), yAxis: Axis(start?.lossName ?? "loss"),
          series: [
            .init("train", y: losses, x: losses.indices.map { Double(first + $0 + 1) })
          ])),
    ])
  }
}
