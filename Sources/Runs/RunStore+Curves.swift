import Tuning

/// What the store knows of one training step.
package struct StepMetric: Hashable, Sendable {
  /// Counted from 1.
  package let step: Int
  /// Nats a target token.
  package let loss: Double
  package let seconds: Double
  /// Nil, as the two below, of steps taken over from a checkpoint.
  package let rate: Double?
  /// Before clipping.
  package let gradientNorm: Double?
  package let tokens: Int?
}

extension RunStore {
  /// The run's steps, in order.
  package func metrics(_ key: RunKey) throws(RunStoreError) -> [StepMetric] {
    try fetch(
      key,
      """
      SELECT step, loss, seconds, rate, gradientNorm, tokens FROM metric WHERE run = ? ORDER BY step
      """
    ) { row in
      StepMetric(
        step: try row.count("step"), loss: try row.optionalDouble("loss") ?? .nan,
        seconds: try row.optionalDouble("seconds") ?? .nan, rate: try row.optionalDouble("rate"),
        gradientNorm: try row.optionalDouble("gradientNorm"),
        tokens: try row.optionalCount("tokens"))
    }
  }

  /// The run's evaluations on the valid split, in order.
  package func evaluations(_ key: RunKey) throws(RunStoreError) -> [Evaluation] {
    try fetch(
      key, "SELECT step, loss, accuracy FROM evaluation WHERE run = ? ORDER BY step"
    ) { row in
      Evaluation(
        step: try row.count("step"), loss: try row.optionalDouble("loss") ?? .nan,
        accuracy: try row.optionalDouble("accuracy") ?? .nan)
    }
  }
}
