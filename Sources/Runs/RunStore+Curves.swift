import Tuning

extension RunStore {
  /// The run's steps, in order.
  package func metrics(_ key: RunKey) throws(RunStoreError) -> [StepMetric] {
    try fetch(
      key,
      """
      SELECT step, loss, seconds, rate, gradientNorm, targetTokens, tokens FROM metric
      WHERE run = ? ORDER BY step
      """
    ) { row in
      StepMetric(
        step: try row.count("step"), loss: try row.optionalDouble("loss") ?? .nan,
        seconds: try row.optionalDouble("seconds") ?? .nan, rate: try row.optionalDouble("rate"),
        gradientNorm: try row.optionalDouble("gradientNorm"),
        targetTokens: try row.optionalCount("targetTokens"),
        tokens: try row.optionalCount("tokens"))
    }
  }

  /// The training loss of the last step; nil before the first.
  package func lastLoss(_ key: RunKey) throws(RunStoreError) -> Double? {
    try fetch(
      key, "SELECT loss FROM metric WHERE run = ? ORDER BY step DESC LIMIT 1"
    ) { row in try row.optionalDouble("loss") ?? .nan }.first
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
