import Tuning

/// What `pts.json` of version 1 says of a run's state, whose tensors are in a file of their own.
struct EarlierProgress: Codable {
  let step: Int
  let stale: Int
  let parameters: [String]
  let best: Best?
  let evaluations: [Evaluation]

  struct Best: Codable {
    let step: Int
    let loss: Double
  }

  struct Evaluation: Codable {
    let step: Int
    let loss: Double
    let accuracy: Double
  }

  var header: StateHeader {
    StateHeader(
      step: step, evaluationsSinceBest: stale, parameters: parameters,
      best: best.map { .init(step: $0.step, loss: $0.loss) },
      evaluations: evaluations.map { .init(step: $0.step, loss: $0.loss, accuracy: $0.accuracy) },
      history: nil)
  }
}
