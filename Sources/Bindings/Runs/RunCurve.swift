import Tuning

/// What a run's chart is drawn from.
struct RunCurve {
  /// One value a step, from step 1.
  let losses: [Double]
  let evaluations: [Evaluation]
}

extension RunObject {
  var curve: RunCurve {
    RunCurve(
      losses: session.state.losses.map { Double($0) }, evaluations: session.state.evaluations)
  }
}
