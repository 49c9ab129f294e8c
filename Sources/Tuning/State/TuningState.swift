import Tensors

/// Everything a run needs to continue as if it had never stopped.
package struct TuningState: Sendable {
  package var step = 0
  /// What is trained: the method's parameters and after them the head's, or all of the model's in
  /// checkpoint order.
  package var parameters: [Tensor]
  /// What the parameters are called in a file, each name once.
  package private(set) var names: [String]
  package var optimizer: [String: Tensor] = [:]
  /// One value a step.
  package var losses: [Float] = []
  package var stepSeconds: [Float] = []
  package var evaluations: [Evaluation] = []
  package var best: Best?
  package var evaluationsSinceBest = 0
  /// Prompts of earlier steps, as many as fit; empty where the model itself is trained.
  package var history = PromptHistory()

  package struct Best: Sendable {
    package var step: Int
    package var loss: Double
    package var parameters: [Tensor]

    package init(step: Int, loss: Double, parameters: [Tensor]) {
      self.step = step
      self.loss = loss
      self.parameters = parameters
    }
  }

  package init(parameters: [Tensor], names: [String]) {
    precondition(
      names.count == parameters.count && Set(names).count == names.count,
      "\(parameters.count) parameters are called \(names)")
    self.parameters = parameters
    self.names = names
  }

  /// The same state under the names of a run that it fits: an old checkpoint has only numbers.
  func renamed(_ names: [String]) -> TuningState {
    var state = self
    state.names = names
    return state
  }

  /// The parameters that the run is to be judged by: the best evaluated ones, or the last.
  package var kept: (step: Int, parameters: [Tensor]) {
    if let best { (best.step, best.parameters) } else { (step, parameters) }
  }
}
