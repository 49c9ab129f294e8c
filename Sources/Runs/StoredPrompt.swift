import Tensors

/// A soft prompt as a run left it.
package struct StoredPrompt: Sendable {
  package enum Kind: String, Sendable {
    /// Of the best evaluation.
    case best
    /// Of the last step.
    case last
  }

  package let kind: Kind
  package let step: Int
  /// The template as it was written.
  package let template: String
  /// `[P, H]`.
  package let vectors: Tensor
}
