import CKernels
import COneDNN

/// How frozen weights are held and multiplied.
package enum Precision: String, Hashable, Codable, Sendable, CaseIterable {
  case f32
  /// Weights rounded to bf16; sums, activations and gradients in f32. Where the processor has
  /// native bf16 instructions, what weights are multiplied by is rounded as well; elsewhere weights
  /// are widened as products read them.
  case bf16

  /// Whether the processor, and the path that PTS_CPU allows, has native bf16 instructions (AVX-512
  /// BF16 or AMX): twice as fast as f32 and more.
  package static let hasNativeBF16 = kernel_has_bf16() != 0 && onednn_has_bf16()
}
