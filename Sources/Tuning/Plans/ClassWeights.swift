/// How much the rows of each label count in the loss.
package enum ClassWeights: Hashable, Sendable {
  /// rows / (labels · rows of the label), as scikit-learn's "balanced": every label counts alike.
  case balanced
  /// Labels without a weight have 1.
  case given([String: Double])

  /// - Parameter labels: of the training rows, one for each.
  package func table(for labels: [String]) -> [String: Double] {
    switch self {
    case .given(let weights): return weights
    case .balanced:
      let counts = labels.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
      return counts.mapValues { Double(labels.count) / Double(counts.count * $0) }
    }
  }
}
