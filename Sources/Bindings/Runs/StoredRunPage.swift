import Figures
import Foundation
import Runs
import Tuning

/// What a kept run looks like by now; any thread may ask, also while another process trains the run.
struct StoredRunPage: Sendable {
  /// As it was found; what a store that can't be read any more leaves.
  private let found: RunRow
  private let store: RunStore

  init(_ row: RunRow, _ store: RunStore) { (found, self.store) = (row, store) }

  private var row: RunRow { ((try? store.run(found.key)) ?? nil) ?? found }
  private var metrics: [StepMetric] { (try? store.metrics(found.key)) ?? [] }
  private var evaluations: [Evaluation] { (try? store.evaluations(found.key)) ?? [] }

  var isTraining: Bool { row.status == .running }

  var text: String {
    let row = row
    let metrics = metrics
    var parts = [
      "run \(row.name) (\(row.key.short)): \(Numeral.count(row.stepsDone)) of \(Numeral.count(row.stepsTotal)) steps"
    ]
    if row.status != .completed { parts[0] += " (\(row.status.rawValue))" }
    if let first = metrics.first, let last = metrics.last {
      parts.append("loss \(Numeral.short(first.loss)) → \(Numeral.short(last.loss))")
    }
    if let valid = evaluations.last {
      parts.append(valid.summary(from: nil, lossName: "valid loss", rows: row.validRows ?? 0))
    }
    return parts.joined(separator: " · ")
  }

  /// The curve so far.
  var figure: Figure {
    let metrics = metrics
    guard metrics.count > 1 else { return .text(text) }
    var series = [
      LineChart.Series("train", y: metrics.map(\.loss), x: metrics.map { Double($0.step) })
    ]
    let evaluations = evaluations
    if !evaluations.isEmpty {
      series.append(
        .init("valid", y: evaluations.map(\.loss), x: evaluations.map { Double($0.step) }))
    }
    return .stack([
      .text(text),
      .line(LineChart(xAxis: Axis("step"), yAxis: Axis("loss", unit: "nats"), series: series)),
    ])
  }
}
