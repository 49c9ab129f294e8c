/// What the store knows of one training step.
package struct StepMetric: Hashable, Sendable {
  /// Counted from 1.
  package let step: Int
  /// Nats a target token.
  package let loss: Double
  package let seconds: Double
  /// Nil, as those below, of steps taken over from a checkpoint.
  package let rate: Double?
  /// Before clipping.
  package let gradientNorm: Double?
  package let targetTokens: Int?
  package let tokens: Int?

  package init(
    step: Int, loss: Double, seconds: Double, rate: Double?, gradientNorm: Double?,
    targetTokens: Int?, tokens: Int?
  ) {
    self.step = step
    self.loss = loss
    self.seconds = seconds
    self.rate = rate
    self.gradientNorm = gradientNorm
    self.targetTokens = targetTokens
    self.tokens = tokens
  }
}
