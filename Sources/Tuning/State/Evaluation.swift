package struct Evaluation: Sendable, BitwiseCopyable, Hashable {
  package let step: Int
  /// Mean over the valid split's target tokens, nats.
  package let loss: Double
  /// Share of rows answered correctly; see `Score.accuracy`.
  package let accuracy: Double

  package init(step: Int, loss: Double, accuracy: Double) {
    self.step = step
    self.loss = loss
    self.accuracy = accuracy
  }
}
