package struct StepReport: Sendable, BitwiseCopyable {
  /// Counted from 1.
  package let step: Int
  /// Mean over the batch's target tokens, nats.
  package let loss: Float
  package let rate: Double
  /// Before clipping.
  package let gradientNorm: Double
  package let seconds: Double
  package let targetTokens: Int
  /// Tokens that went through the model, shared ones once.
  package let tokens: Int

  package init(
    step: Int, loss: Float, rate: Double, gradientNorm: Double, seconds: Double, targetTokens: Int,
    tokens: Int
  ) {
    self.step = step
    self.loss = loss
    self.rate = rate
    self.gradientNorm = gradientNorm
    self.seconds = seconds
    self.targetTokens = targetTokens
    self.tokens = tokens
  }
}
