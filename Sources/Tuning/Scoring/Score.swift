/// How a prompt does on some rows.
package struct Score: Sendable, Equatable {
  package var rows: Int
  package var targetTokens: Int
  /// Mean −log p of the target tokens, nats a token.
  package var loss: Double
  /// With answers: share of rows whose own answer has the greatest score. Without: share of rows
  /// whose every target token is the most likely one, which is what greedy decoding would produce.
  package var accuracy: Double
  /// Share of target tokens that are the most likely one, given the right ones before them.
  package var tokenAccuracy: Double
  /// One for each row, in the rows' order.
  package var predictions: [Prediction]
  package var labels: [String]

  package struct Prediction: Sendable, Equatable {
    package var row: Int
    package var expected: String
    /// The chosen label; nil where there are no answers to choose from.
    package var chosen: String?
    package var isRight: Bool
    /// Σ log p of each answer's tokens, in the answers' order; the target's alone without answers.
    package var logProbabilities: [Double]
    /// The same as the answers are compared by, over their lengths if the prompt says so.
    package var scores: [Double]
  }

  /// Mean over all answers' labels of F1; a label nobody has and nobody chose counts 0.
  package var macroF1: Double? {
    guard !labels.isEmpty else { return nil }
    let values = labels.map { label -> Double in
      var right = 0.0
      var wrong = 0.0
      for prediction in predictions {
        let isExpected = prediction.expected == label
        let isChosen = prediction.chosen == label
        if isExpected && isChosen { right += 1 } else if isExpected || isChosen { wrong += 1 }
      }
      return right == 0 ? 0 : 2 * right / (2 * right + wrong)
    }
    return values.reduce(0, +) / Double(values.count)
  }
}

/// A score under the names that the store has for its parts.
extension Score: Codable {
  private enum CodingKeys: String, CodingKey {
    case rows = "rows"
    case targetTokens = "target_tokens"
    case loss = "loss"
    case accuracy = "accuracy"
    case tokenAccuracy = "token_accuracy"
    case predictions = "predictions"
    case labels = "labels"
  }

  /// Whether it can be the score of that many rows: another program may have written it.
  package func fits(rows count: Int, labels: [String]) -> Bool {
    rows == count && predictions.count == count && self.labels == labels
      && predictions.allSatisfy {
        $0.logProbabilities.count == max(1, labels.count)
          && $0.scores.count == $0.logProbabilities.count
      }
  }
}

extension Score.Prediction: Codable {
  private enum CodingKeys: String, CodingKey {
    case row = "row"
    case expected = "expected"
    case chosen = "chosen"
    case isRight = "right"
    case logProbabilities = "log_probabilities"
    case scores = "scores"
  }
}
