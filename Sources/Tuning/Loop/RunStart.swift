package struct RunStart: Sendable {
  package let totalSteps: Int
  /// Steps that an earlier part of this run has done.
  package let doneSteps: Int
  package let validRows: Int
  package let baseDigest: String
  /// Steps from one evaluation to the next; nil where only the end is evaluated.
  package let evaluateEvery: Int?
  /// What the steps' loss is: `loss`, or `smoothed loss`.
  package let lossName: String

  package init(
    totalSteps: Int, doneSteps: Int, validRows: Int, baseDigest: String,
    evaluateEvery: Int? = nil, lossName: String
  ) {
    self.totalSteps = totalSteps
    self.doneSteps = doneSteps
    self.validRows = validRows
    self.baseDigest = baseDigest
    self.evaluateEvery = evaluateEvery
    self.lossName = lossName
  }
}
