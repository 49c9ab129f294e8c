import Tensors
import Transformers

/// The heart of prompt tuning: one batch through the frozen model, and the gradient of its loss.
///
/// embed → soft prompt `[P, H]` in its places → frozen model → logits at target positions → mean
/// cross-entropy → backward → gradient `[P, H]`.
package struct GradientStep {
  package let model: any CausalModel
  /// The soft prompt; nil when the model itself is tuned behind words alone.
  package let soft: Variable?

  package init(model: any CausalModel, soft: Variable?) {
    self.model = model
    self.soft = soft
  }

  /// Leaves gradients in whatever is trainable and returns the batch's mean loss, in nats a token.
  package func callAsFunction(_ batch: Batch) -> Float {
    let tape = Tape()
    let logits = model.logits(
      batch.layout, soft: soft, rows: batch.predictors, cache: nil, on: tape)
    let loss = tape.crossEntropy(logits, targets: batch.targets)
    tape.backward(from: loss)
    return loss.value.values[0]
  }
}
