import Data
import Ranks
import Tensors
import Transformers

/// Scores rows by the log-probabilities that the model gives their targets, or each of the answers.
package struct Scorer {
  package let model: TaskModel
  package let renderer: TokenRenderer
  package let method: (any TuningMethod)?
  let ranks: any ProcessGroup
  /// Whether it stops between two blocks once it is given up; a run's evaluation is always finished.
  let stops: Bool
  /// Called with the number of rows scored.
  let onRows: (Int) -> Void

  /// - Parameters:
  ///   - method: nil for words alone.
  ///   - ranks: the processes that each score a share of the rows; all get all the values.
  package init(
    model: TaskModel, renderer: TokenRenderer, method: (any TuningMethod)?,
    ranks: any ProcessGroup = SoleProcess(), stops: Bool = false,
    onRows: @escaping (_ done: Int) -> Void = { _ in }
  ) {
    self.onRows = onRows
    self.ranks = ranks
    // Where several processes share the rows, none leaves the others waiting.
    self.stops = stops && ranks.isSingle
    self.model = model
    self.renderer = renderer
    self.method = method
  }

  package func score(_ rows: [DataRow]) throws -> Score {
    if case .label(let labels) = renderer.form { return try score(rows, labels: labels) }
    let answers = renderer.plan.answers
    let perRow = max(1, answers.count)
    var rendered: [RenderedRow] = []
    for row in rows[ranks.share(of: rows.count)] {
      if stops { try Interrupt.check() }
      let candidates =
        answers.isEmpty ? [try renderer.render(row)] : try renderer.renderAnswers(row)
      rendered += candidates
    }
    let scores = ranks.allGather(
      try logProbabilities(rendered) { onRows($0 * rows.count / max(1, rendered.count)) })

    var score = Score(
      rows: rows.count, targetTokens: 0, loss: 0, accuracy: 0, tokenAccuracy: 0, predictions: [],
      labels: answers.map(\.label))
    var right = 0
    var rightTokens = 0
    for (index, row) in rows.enumerated() {
      let candidates = scores[index * perRow..<(index + 1) * perRow]
      let sums = candidates.map(\.sum)
      let own = answers.isEmpty ? 0 : try renderer.texts.answerIndex(row)
      let target = candidates[candidates.startIndex + own]
      score.targetTokens += target.tokens
      score.loss -= target.sum
      rightTokens += target.likeliestTokens
      let (chosen, scores) = renderer.plan.choice(among: candidates)
      let isRight = answers.isEmpty ? target.likeliestTokens == target.tokens : chosen == own
      if isRight { right += 1 }
      score.predictions.append(
        Score.Prediction(
          row: row.index, expected: row.fields[renderer.target] ?? "",
          chosen: answers.isEmpty ? nil : answers[chosen].label, isRight: isRight,
          logProbabilities: sums, scores: scores))
    }
    score.loss /= Double(max(1, score.targetTokens))
    score.tokenAccuracy = Double(rightTokens) / Double(max(1, score.targetTokens))
    score.accuracy = Double(right) / Double(max(1, rows.count))
    return score
  }

  /// Rows through the model in batches that share what they begin with.
  ///
  /// - Parameter advance: called with how many are done.
  package func logProbabilities(
    _ rows: [RenderedRow], advance: (_ done: Int) -> Void = { _ in }
  ) throws -> [ContinuationScore] {
    var scores = [ContinuationScore](repeating: ContinuationScore(), count: rows.count)
    let tape = Tape(recording: false)
    let conditioning = method?.conditioning(on: tape) ?? Conditioning()
    var start = 0
    while start < rows.count {
      let end = batchEnd(rows, from: start)
      let batch = model.batch(Array(rows[start..<end]), for: method)
      if !batch.targets.isEmpty {
        let logits = try logits(batch, conditioning, on: tape)
        let logs = targetLogProbabilities(logits, targets: batch.targets)
        let best = mostLikely(logits)
        for (index, owner) in batch.owners.enumerated() {
          scores[start + owner].sum += Double(logs[index])
          scores[start + owner].tokens += 1
          if best[index] == batch.targets[index] { scores[start + owner].likeliestTokens += 1 }
        }
      }
      start = end
      advance(end)
    }
    return scores
  }

  func logits(_ batch: Batch, _ conditioning: Conditioning, on tape: Tape) throws -> Tensor {
    guard stops else { return model.logits(batch, conditioning, on: tape).value }
    return try Interrupt.stoppable { model.logits(batch, conditioning, on: tape).value }
  }

  /// As many rows as keep the activations and the logits to some tens of megabytes.
  func batchEnd(_ rows: [RenderedRow], from start: Int) -> Int {
    var tokens = 0
    var logits = 0
    var end = start
    while end < rows.count {
      tokens += rows[end].codes.count + rows[end].reply.count
      logits += rows[end].targetCount * model.classes
      if end > start, tokens > 4096 || logits > 16 << 20 { break }
      end += 1
    }
    return end
  }

  private func mostLikely(_ logits: Tensor) -> [Int32] {
    let width = logits.shape[1]
    return logits.withValues { values in
      (0..<logits.shape[0]).map { row in
        var best = 0
        let row = UnsafeBufferPointer(rebasing: values[row * width..<(row + 1) * width])
        for column in 1..<width where row[column] > row[best] { best = column }
        return Int32(best)
      }
    }
  }
}

extension PromptPlan {
  /// The index of the answer with the best score, and each answer's score.
  package func choice(
    among scores: some Collection<ContinuationScore>
  ) -> (index: Int, scores: [Double]) {
    guard !answers.isEmpty else { return (0, scores.map(\.sum)) }
    let compared = zip(scores, answers).map { score, answer in
      scoring.score(score.sum, tokens: score.tokens, words: answer.words)
    }
    return (compared.indices.max { compared[$0] < compared[$1] } ?? 0, compared)
  }
}
