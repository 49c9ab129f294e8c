import Tensors

/// Everything a run needs to go on as if it had never stopped.
package struct TuningState: Sendable {
  package var step = 0
  /// What is trained: the soft prompt alone, or all of the model's parameters in checkpoint order.
  package var parameters: [Tensor]
  package var optimizer: [String: Tensor] = [:]
  /// One figure a step.
  package var losses: [Float] = []
  package var stepSeconds: [Float] = []
  package var evaluations: [Evaluation] = []
  package var best: Best?
  /// Evaluations since the best one.
  package var stale = 0
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

  package init(parameters: [Tensor]) {
    self.parameters = parameters
  }

  /// The parameters that the run is to be judged by: the best evaluated ones, or the last.
  package var kept: (step: Int, parameters: [Tensor]) {
    if let best { (best.step, best.parameters) } else { (step, parameters) }
  }
}
