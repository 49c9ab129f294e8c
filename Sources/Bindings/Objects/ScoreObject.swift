import Figures
import Foundation
import Script
import Tuning

/// How a prompt did on a split.
final class ScoreObject: HostObject, Displayable {
  let score: Score
  let name: String
  let split: SplitObject
  private let target: String

  init(_ score: Score, of name: String, on split: SplitObject, _ applied: AppliedPrompt) {
    self.score = score
    self.name = name
    self.split = split
    target = applied.dataset.target
  }

  var typeName: String { "score" }

  private static let properties: [(name: String, doc: String)] = [
    ("accuracy", "share of rows answered right"),
    ("loss", "mean −log p of the target tokens, nats"),
    ("perplexity", "e to the loss"),
    ("token_accuracy", "share of target tokens that are the likeliest"),
    ("macro_f1", "mean F1 over the answers' labels; none without answers"),
    ("rows", "how many rows were scored"),
    ("tokens", "how many target tokens they have"),
    ("predictions", "a record for each row"),
    ("wrong", "the rows that were answered wrong, with what was chosen"),
  ]

  var memberNames: [String] { Self.properties.map(\.name) }
  func memberDoc(_ name: String) -> String? { Self.properties.first { $0.name == name }?.doc }

  func member(_ name: String) throws -> Value? {
    switch name {
    case "accuracy": .number(score.accuracy)
    case "loss": .number(score.loss)
    case "perplexity": .number(exp(score.loss))
    case "token_accuracy": .number(score.tokenAccuracy)
    case "macro_f1": score.macroF1.map(Value.number) ?? Value.none
    case "rows": .number(Double(score.rows))
    case "tokens": .number(Double(score.targetTokens))
    case "predictions": .list(score.predictions.map { .record(record($0)) })
    case "wrong": .list(score.predictions.filter { !$0.isRight }.map { .record(record($0)) })
    default: nil
    }
  }

  private func record(_ prediction: Score.Prediction) -> Record {
    var record = Record()
    if let row = split.rows.first(where: { $0.index == prediction.row }) {
      record = row.record(split.dataset.columns)
    }
    record["expected"] = .string(prediction.expected)
    if let chosen = prediction.chosen { record["chosen"] = .string(chosen) }
    record["right"] = .bool(prediction.isRight)
    if score.labels.isEmpty {
      record["log_probability"] = .number(prediction.logProbabilities[0])
    } else {
      record["log_probabilities"] = .record(
        Record(zip(score.labels, prediction.logProbabilities.map(Value.number))))
    }
    return record
  }

  /// The figures that a table of several scores shows.
  var summary: [(name: String, value: Double)] {
    var figures = [("accuracy", score.accuracy), ("loss", score.loss)]
    if let f1 = score.macroF1 { figures.append(("macro_f1", f1)) }
    return figures
  }

  var text: String {
    let figures = summary.map { "\($0.name) \(Numeral.short($0.value))" }.joined(separator: ", ")
    return "\(name) on \(split.dataset.name).\(split.name): \(figures) (\(score.rows) rows)"
  }

  var figure: Figure { .text(text) }

  func writeJSON(to output: inout String) throws -> Bool {
    var record = Record(summary.map { ($0.name, .number($0.value)) })
    record["token_accuracy"] = .number(score.tokenAccuracy)
    record["rows"] = .number(Double(score.rows))
    record["tokens"] = .number(Double(score.targetTokens))
    try JSONWriter.write(Value.record(record), to: &output)
    return true
  }
}
