extension TuningState {
  /// The state as a run with these hyperparameters and more steps has it at this step, every bit of it; nil
  /// where it can't be had.
  ///
  /// A run evaluates at its last step, where a longer one may not.
  package func prefix(ofRunWith hyper: Hyperparameters) -> TuningState? {
    var state = self
    guard let last = evaluations.last, last.step == step, step > 0 else { return state }
    guard let interval = hyper.evaluateEvery else {
      state.evaluations.removeLast()
      return state
    }
    if step.isMultiple(of: interval) { return state }
    // What was best before is gone where this evaluation was better.
    guard best?.step != step else { return nil }
    state.evaluations.removeLast()
    state.evaluationsSinceBest -= 1
    return state
  }

  /// Whether a run with these hyperparameters comes to this very state on its way.
  package func isPrefix(ofRunWith hyper: Hyperparameters) -> Bool {
    prefix(ofRunWith: hyper)?.evaluations.count == evaluations.count
  }
}
