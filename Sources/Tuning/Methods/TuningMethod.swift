import Tensors
import Transformers

/// A way of tuning: what it trains, and what that brings to each pass of the frozen model.
package protocol TuningMethod: AnyObject {
  /// What is trained, under the names that an adapter file gives it.
  var parameters: [TrainedParameter] { get }

  /// What the current parameters bring to a pass; recorded, so that gradients reach them.
  func conditioning(on tape: Tape) -> Conditioning

  /// What the prompt has become, as it is looked at and remembered: soft tokens `[P, H]`, or a
  /// prefix `[P, L·2·keyValueHeads·headSize]`; nil where weights are tuned.
  var prompt: Tensor? { get }

  /// The values that a step of training is remembered by; nil where they are the whole model's.
  var snapshot: [Tensor]? { get }

  /// A method that brings to a pass what this one did when it gave the snapshot.
  func restored(_ snapshot: [Tensor]) -> any TuningMethod

  /// Whether an encoder–decoder's replies begin after soft tokens too.
  var hasSoftReply: Bool { get }

  /// What it leaves for other programs; nil where it has nothing of its own, or the model itself
  /// was trained and is saved whole.
  var exported: ExportedMethod? { get }

  /// Whether the model's own weights stay as they are.
  var isModelFrozen: Bool { get }

  /// Whether it updates layers of the model, beside their own weights.
  var isLowRank: Bool { get }
}

extension TuningMethod {
  package var isModelFrozen: Bool { true }
  package var isLowRank: Bool { false }
  package var hasSoftReply: Bool { false }
}
