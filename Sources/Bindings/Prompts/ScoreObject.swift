import Figures
import Foundation
import Script
import Tensors
import Tuning

/// How a prompt did on a split.
final class ScoreObject: FamilyObject {
  let score: Score
  let name: String
  let split: SplitObject
  private let applied: AppliedPrompt
  private let checkInterrupt: () throws -> Void
  private let engine: Engine
  /// What the model wrote for the rows that it got wrong, once somebody has looked.
  private var said: [Int: String]?

  init(
    _ score: Score, of name: String, on split: SplitObject, _ applied: AppliedPrompt, _ call: Call
  ) {
    self.score = score
    self.name = name
    self.split = split
    self.applied = applied
    checkInterrupt = call.context.checkInterrupt
    engine = call.engine
  }

  /// Whether targets were texts of their own, not labels to choose among.
  private var isFree: Bool { score.labels.isEmpty }

  static let family = MemberFamily(
    "score",
    properties: [
      ("accuracy", "share of rows answered correctly"),
      ("loss", "mean −log p of the target tokens, nats"),
      ("perplexity", "e to the loss"),
      ("token_accuracy", "share of target tokens that are the likeliest"),
      ("macro_f1", "mean F1 over the answers' labels; none without answers"),
      ("rows", "how many rows were scored"),
      ("tokens", "how many target tokens they have"),
      ("predictions", "a record for each row"),
      (
        "wrong", "the rows that were answered wrongly, with what was chosen, or what the model said"
      ),
    ], gives: ["predictions": "list", "wrong": "list"])

  func member(_ name: String) throws -> Value? {
    switch name {
    case "accuracy": .number(score.accuracy)
    case "loss": .float(score.loss)
    case "perplexity": .float(exp(score.loss))
    case "token_accuracy": .number(score.tokenAccuracy)
    case "macro_f1": score.macroF1.map(Value.number) ?? Value.none
    case "rows": .number(Double(score.rows))
    case "tokens": .number(Double(score.targetTokens))
    case "predictions": .list(score.predictions.map { .record(record($0)) })
    case "wrong": .list(try wrong().map(Value.record))
    default: nil
    }
  }

  private func wrong() throws -> [Record] {
    let wrong = score.predictions.filter { !$0.isRight }
    guard isFree else { return wrong.map { record($0) } }
    let said = try self.said ?? answers(wrong)
    self.said = said
    return wrong.map { prediction in
      var record = record(prediction)
      record["said"] = .string(said[prediction.row] ?? "")
      return record
    }
  }

  /// What greedy decoding writes for some rows, by row.
  private func answers(_ wrong: [Score.Prediction]) throws -> [Int: String] {
    let indices = Set(wrong.map(\.row))
    let rows = split.rows.filter { indices.contains($0.index) }
    let texts = try applied.freeAnswers(
      to: rows, tokens: nil, engine: engine, checkInterrupt: checkInterrupt)
    return Dictionary(zip(rows.map(\.index), texts), uniquingKeysWith: { $1 })
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
      record["log_probability"] = .float(prediction.logProbabilities[0])
    } else {
      record["log_probabilities"] = .record(
        Record(zip(score.labels, prediction.logProbabilities.map(Value.float))))
      if applied.plan.scoring != .sum {
        record["scores"] = .record(Record(zip(score.labels, prediction.scores.map(Value.float))))
      }
    }
    return record
  }

  /// The measures that a table of several scores shows.
  var summary: [(name: String, value: Double)] {
    var measures = [("accuracy", score.accuracy), ("loss", Double(shortest: Float(score.loss)))]
    if let f1 = score.macroF1 { measures.append(("macro_f1", f1)) }
    return measures
  }

  var text: String {
    let measures: [String] = summary.map { name, value in
      let share = name == "accuracy" ? Share(value, of: score.rows).text : Numeral.short(value)
      return "\(name) \(share)"
    }
    let free =
      isFree
      ? ", free answers: a row is right if each target token is the likeliest; `.wrong` shows what "
        + "the model said, `answers` in the prompt chooses among labels" : ""
    return
      "\(name) on \(split.dataset.name).\(split.name): \(measures.joined(separator: ", ")) (\(Numeral.count(score.rows)) row\(score.rows == 1 ? "" : "s")\(free))"
  }

  var figure: Figure { .text(text) }

  /// How often which label was given for which, or how large the shares are where there are none.
  func picture(title: String?) -> Figure {
    let labels = score.labels
    guard !labels.isEmpty else {
      return .bars(
        Bars(
          title: title ?? text,
          bars: [
            .init("accuracy", score.accuracy), .init("token accuracy", score.tokenAccuracy),
          ], full: 1))
    }
    var counts = labels.map { _ in labels.map { _ in 0.0 } }
    for prediction in score.predictions {
      guard let row = labels.firstIndex(of: prediction.expected),
        let column = prediction.chosen.flatMap(labels.firstIndex)
      else { continue }
      counts[row][column] += 1
    }
    return .heatMap(
      HeatMap(
        title: title
          ?? "\(name) on \(split.dataset.name).\(split.name): expected by row, chosen by column",
        rows: labels.count, columns: labels.count, rowLabels: labels, columnLabels: labels,
        colours: .sequential
      ) { [counts] in counts[$0][$1] })
  }

  func writeJSON(to output: inout String) throws -> Bool {
    var record = Record(summary.map { ($0.name, .number($0.value)) })
    record["token_accuracy"] = .number(score.tokenAccuracy)
    record["rows"] = .number(Double(score.rows))
    record["tokens"] = .number(Double(score.targetTokens))
    try JSONWriter.write(Value.record(record), to: &output)
    return true
  }
}
