/// How far some work has come, in one line.
package struct ProgressLine: Sendable {
  /// The unit of `step` and `total`.
  package enum Unit: String, Sendable { case steps, bytes, rows, tokens }

  package var name: String
  package var unit: Unit
  package var step: Int
  /// nil while the end isn't known.
  package var total: Int?
  package var loss: Double?
  /// Units a second.
  package var rate: Double?
  package var secondsLeft: Double?
  package var recentLosses: [Double]
  /// Further numbers, the most important first: `("lr", "0.30")`.
  package var details: [(name: String, value: String)]

  package init(
    name: String, unit: Unit = .steps, step: Int, total: Int? = nil, loss: Double? = nil,
    rate: Double? = nil,
    secondsLeft: Double? = nil, recentLosses: [Double] = [],
    details: [(name: String, value: String)] = []
  ) {
    self.name = name
    self.unit = unit
    self.step = step
    self.total = total
    self.loss = loss
    self.rate = rate
    self.secondsLeft = secondsLeft
    self.recentLosses = recentLosses
    self.details = details
  }
}
