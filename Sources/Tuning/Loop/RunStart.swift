package struct RunStart: Sendable {
  package let totalSteps: Int
  /// Steps that an earlier part of this run has done.
  package let doneSteps: Int
  package let validRows: Int
  package let baseDigest: String
  /// What the steps' loss is: `loss`, or `smoothed loss`.
  package let lossName: String
}
