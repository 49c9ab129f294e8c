/// What is made small: the mean over a batch's targets of their cross entropy, as torch's
/// `cross_entropy` computes it with `label_smoothing` and `weight`.
package struct Objective: Sendable {
  /// ε: the share of the target's probability that is spread over all classes.
  package var smoothing: Double
  /// A weight for each label of a classification's head; nil weighs them alike. Rows of a text
  /// bring weights of their own.
  package var labelWeights: [Float]?

  package init(smoothing: Double = 0, labelWeights: [Float]? = nil) {
    self.smoothing = smoothing
    self.labelWeights = labelWeights
  }

  /// What the targets of a batch count together: what its mean is divided by.
  func weight(of batch: Batch) -> Double {
    if let labelWeights {
      return batch.targets.reduce(0) { $0 + Double(labelWeights[Int($1)]) }
    }
    return batch.weights?.reduce(0) { $0 + Double($1) } ?? Double(batch.targets.count)
  }
}
