/// An element-wise non-linearity.
package enum Activation: String, Sendable, CaseIterable {
  /// x·Φ(x), with the error function.
  case gelu
  /// GPT-2's tanh approximation of it.
  case geluTanh
  case relu, silu, tanh, sigmoid
}
