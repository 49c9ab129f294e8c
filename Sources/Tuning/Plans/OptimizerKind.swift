import Tensors

package enum OptimizerKind: String, Hashable, Codable, Sendable, CaseIterable {
  case adamW = "adamw"
  case adafactor
  case sgd
}

extension OptimizerKind {
  /// The optimizer that left a state; nil before the first step, when none has left anything.
  init?(of state: [String: Tensor]) {
    if state["mean.0"] != nil {
      self = .adamW
    } else if state["row.0"] != nil {
      self = .adafactor
    } else if state["velocity.0"] != nil {
      self = .sgd
    } else {
      return nil
    }
  }
}
