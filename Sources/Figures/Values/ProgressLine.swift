/// How far some work has come, in one line.
package struct ProgressLine: Sendable {
  package var name: String
  package var step: Int
  /// nil while the end isn't known.
  package var total: Int?
  package var loss: Double?
  /// Steps a second.
  package var rate: Double?
  package var secondsLeft: Double?
  package var recentLosses: [Double]
  /// Further figures, the most telling first: `("lr", "0.30")`.
  package var details: [(name: String, value: String)]

  package init(
    name: String, step: Int, total: Int? = nil, loss: Double? = nil, rate: Double? = nil,
    secondsLeft: Double? = nil, recentLosses: [Double] = [],
    details: [(name: String, value: String)] = []
  ) {
    self.name = name
    self.step = step
    self.total = total
    self.loss = loss
    self.rate = rate
    self.secondsLeft = secondsLeft
    self.recentLosses = recentLosses
    self.details = details
  }
}
