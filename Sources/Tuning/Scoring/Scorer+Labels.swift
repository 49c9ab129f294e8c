import Data
import Foundation
import Tensors
import Transformers

extension Scorer {
  /// A classification's score: the label of the greatest logit is chosen.
  func score(_ rows: [DataRow], labels: [String]) throws -> Score {
    let rendered = try rows[ranks.share(of: rows.count)].map { try renderer.render($0) }
    let owns = ranks.allGather(rendered.map { Int($0.label ?? 0) })
    let values = ranks.allGather(try labelLogProbabilities(rendered, labels: labels.count))
    var score = Score(
      rows: rows.count, targetTokens: rows.count, loss: 0, accuracy: 0, tokenAccuracy: 0,
      predictions: [], labels: labels)
    var right = 0
    for (index, row) in rows.enumerated() {
      let logs = Array(values[index * labels.count..<(index + 1) * labels.count])
      let own = owns[index]
      let chosen = logs.indices.max { logs[$0] < logs[$1] } ?? 0
      if chosen == own { right += 1 }
      score.loss -= logs[own]
      score.predictions.append(
        Score.Prediction(
          row: row.index, expected: labels[own], chosen: labels[chosen], isRight: chosen == own,
          logProbabilities: logs, scores: logs))
    }
    score.loss /= Double(max(1, rows.count))
    score.accuracy = Double(right) / Double(max(1, rows.count))
    score.tokenAccuracy = score.accuracy
    return score
  }

  /// log p of every label, row after row.
  private func labelLogProbabilities(_ rows: [RenderedRow], labels: Int) throws -> [Double] {
    let tape = Tape(recording: false)
    let conditioning = method?.conditioning(on: tape) ?? Conditioning()
    var values: [Double] = []
    var start = 0
    while start < rows.count {
      let end = batchEnd(rows, from: start)
      let batch = model.batch(Array(rows[start..<end]), for: method)
      try logits(batch, conditioning, on: tape).withValues { logits in
        for row in 0..<batch.targets.count {
          let own = logits[row * labels..<(row + 1) * labels].map { Double($0) }
          let highest = own.max() ?? 0
          let sum = own.reduce(0) { $0 + exp($1 - highest) }
          values += own.map { $0 - highest - log(sum) }
        }
      }
      start = end
      onRows(end * ranks.count)
    }
    return values
  }
}
