package struct RunSummary: Sendable {
  package enum Ending: String, Sendable, Codable {
    case completed, interrupted
    /// `patience` evaluations went by without a better loss.
    case ranOutOfPatience = "patience"
  }

  package let ending: Ending
  package let steps: Int
  /// The step whose prompt the run keeps: the best evaluated one, or the last.
  package let keptStep: Int
  package let seconds: Double
  /// Hashes of the base's weights in memory before and after; a run that moved a frozen base
  /// throws.
  package let baseDigestBefore: String
  package let baseDigestAfter: String

  package init(
    ending: Ending, steps: Int, keptStep: Int, seconds: Double, baseDigestBefore: String,
    baseDigestAfter: String
  ) {
    self.ending = ending
    self.steps = steps
    self.keptStep = keptStep
    self.seconds = seconds
    self.baseDigestBefore = baseDigestBefore
    self.baseDigestAfter = baseDigestAfter
  }
}
