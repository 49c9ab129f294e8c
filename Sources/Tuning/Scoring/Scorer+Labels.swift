import Foundation
import Tensors
import Transformers

extension Scorer {
  /// A classification's score: the label of the greatest logit is chosen.
  func score(_ rows: [DataRow], labels: [String]) throws -> Score {
    var rendered: [RenderedRow] = []
    for row in rows { rendered.append(try renderer.render(row)) }
    let figures = labelLogProbabilities(rendered, labels: labels.count)
    var score = Score(
      rows: rows.count, targetTokens: rows.count, loss: 0, accuracy: 0, tokenAccuracy: 0,
      predictions: [], labels: labels)
    var right = 0
    for (index, row) in rows.enumerated() {
      let logs = figures[index]
      let own = Int(rendered[index].label ?? 0)
      let chosen = logs.indices.max { logs[$0] < logs[$1] } ?? 0
      if chosen == own { right += 1 }
      score.loss -= logs[own]
      score.predictions.append(
        Score.Prediction(
          row: row.index, expected: labels[own], chosen: labels[chosen], isRight: chosen == own,
          logProbabilities: logs))
    }
    score.loss /= Double(max(1, rows.count))
    score.accuracy = Double(right) / Double(max(1, rows.count))
    score.tokenAccuracy = score.accuracy
    return score
  }

  /// log p of every label, for each row.
  private func labelLogProbabilities(_ rows: [RenderedRow], labels: Int) -> [[Double]] {
    let tape = Tape(recording: false)
    let steering = method?.steering(on: tape) ?? Steering()
    var figures: [[Double]] = []
    while figures.count < rows.count {
      let end = batchEnd(rows, from: figures.count)
      let batch = model.batch(Array(rows[figures.count..<end]), for: method)
      model.logits(batch, steering, on: tape).value.withValues { logits in
        for row in 0..<batch.targets.count {
          let own = logits[row * labels..<(row + 1) * labels].map(Double.init)
          let highest = own.max() ?? 0
          let sum = own.reduce(0) { $0 + exp($1 - highest) }
          figures.append(own.map { $0 - highest - log(sum) })
        }
      }
    }
    return figures
  }
}
