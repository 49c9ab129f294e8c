import Tensors
import Transformers

/// The heart of prompt tuning: one batch through the frozen model, and the gradient of its loss.
///
/// What is tuned → conditioning (a soft prompt `[P, H]` in its positions) → frozen model → logits
/// at the targets → mean cross-entropy → backward → a gradient for everything that is trained.
package struct GradientStep {
  package let model: TaskModel
  package let method: any TuningMethod
  let objective: Objective

  package init(
    model: TaskModel, method: any TuningMethod, objective: Objective = Objective()
  ) {
    self.model = model
    self.method = method
    self.objective = objective
  }

  /// Leaves gradients in whatever is trainable and returns the batch's mean loss, in nats a target.
  /// - Parameter weight: the factor of the loss that the gradients are of.
  package func callAsFunction(_ batch: Batch, weight: Float = 1) -> Float {
    let tape = Tape()
    let logits = model.logits(batch, method.conditioning(on: tape), on: tape)
    let loss = tape.crossEntropy(
      logits, targets: batch.targets,
      weights: objective.labelWeights.map { .classes($0) } ?? batch.weights.map { .rows($0) },
      smoothing: objective.smoothing)
    tape.backward(from: loss, gradient: .full(weight, loss.shape))
    return loss.value.values[0]
  }
}
