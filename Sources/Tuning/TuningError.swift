/// What stops a run that was well declared.
package enum TuningError: Error, Hashable {
  case noTrainingRows
  case nothingToTune
  /// An encoder predicts nothing of its own.
  case noHead(_ modelType: String)
  case stateOfAnotherRun
  /// A method that reaches further than soft tokens, where only those can be combined.
  case notSoftAlone
  case widthsDiffer(Int, Int)
  /// The first batch's loss, or its gradient, is no finite number.
  case notFiniteAtStart(loss: Float, startIsFinite: Bool)
  case diverged(step: Int, loss: Float, rate: Double)
  case baseMoved(before: String, after: String)
}
