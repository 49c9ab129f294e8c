import Figures
import Foundation
import Runs
import TextWidth
import Tuning

/// All that the store knows of one run.
struct RunPage {
  let row: RunRow
  let configuration: [ConfigurationField]
  let metrics: [StepMetric]
  let evaluations: [Evaluation]
  let outputs: [StoredOutput]
  let prompts: [String]
  /// The step that a checkpoint was written after.
  let checkpoint: Int?

  var figure: Figure {
    var figures: [Figure] = [.text(facts), .text(settings)]
    if metrics.count > 1 {
      figures.append(
        .line(
          LineChart(
            xAxis: Axis("step"), yAxis: Axis("loss", unit: "nats"),
            series: [
              .init("train", y: metrics.map(\.loss), x: metrics.map { Double($0.step) })
            ]
              + (evaluations.isEmpty
                ? []
                : [
                  .init(
                    "valid", y: evaluations.map(\.loss), x: evaluations.map { Double($0.step) })
                ]))))
    }
    if !evaluations.isEmpty {
      figures.append(
        .table(
          Table(
            title: "evaluations on the valid split",
            columns: [
              .init("step", .number(decimals: 0)), .init("loss", .number(), best: .lowest),
              .init("accuracy", .number(), best: .highest),
            ],
            rows: evaluations.map {
              [.number(Double($0.step)), .number($0.loss), .number($0.accuracy)]
            }
          )))
    }
    if !outputs.isEmpty {
      let lines = outputs.map { output in
        let head = [output.kind, output.split, output.input].filter { !$0.isEmpty }
        return "\(head.joined(separator: " "))  \(output.json)"
      }
      figures.append(.text((["outputs"] + lines.map { "  " + $0 }).joined(separator: "\n")))
    }
    return .stack(figures)
  }

  private var facts: String {
    var lines = ["\(row.name)  \(row.key.hex)"]
    func fact(_ name: String, _ text: String?) {
      guard let text, !text.isEmpty else { return }
      lines.append("  " + name.padded(toWidth: 11) + text)
    }
    fact("status", row.status.rawValue)
    fact("steps", "\(Numeral.count(row.stepsDone)) of \(Numeral.count(row.stepsTotal))")
    fact("kept step", row.keptStep.map(String.init))
    fact("began", Moment.text(row.started))
    fact("took", Numeral.duration(row.seconds))
    fact("trained", row.parameters.map { "\(Numeral.count($0)) parameters" })
    fact("memory", row.peakMemory.map { "\(Numeral.bytes($0)) at most, of the whole process" })
    fact("result", row.digest.map { String($0.prefix(8)) })
    fact("pinned", row.isPinned ? "yes" : nil)
    fact("script", row.script)
    fact("failure", row.failure)
    fact("base", base)
    fact("checkpoint", checkpoint.map { "at step \($0)" })
    for prompt in prompts { fact("prompt", prompt) }
    fact("written by", "pts \(row.version) on \(row.machine)")
    return lines.joined(separator: "\n")
  }

  /// Whether the frozen weights were the same before and after.
  private var base: String {
    let files = String(row.baseFingerprint.prefix(8))
    guard let before = row.baseDigestBefore, let after = row.baseDigestAfter, !after.isEmpty else {
      return files
    }
    return before == after ? "\(files), unchanged \(after.prefix(8))" : "\(files), changed"
  }

  private var settings: String {
    let width = configuration.map(\.name.count).max() ?? 0
    let lines = configuration.map { "  " + $0.name.padded(toWidth: width + 2) + $0.json }
    return (["settings"] + lines).joined(separator: "\n")
  }
}
