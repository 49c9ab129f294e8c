import CKernels

/// An element-wise non-linearity.
package enum Activation: String, Sendable, CaseIterable {
  /// x·Φ(x), with the error function.
  case gelu
  /// GPT-2's tanh approximation of it.
  case geluTanh
  case relu, silu, tanh, sigmoid

  var kernel: KernelActivation {
    switch self {
    case .gelu: KernelGelu
    case .geluTanh: KernelGeluTanh
    case .relu: KernelRelu
    case .silu: KernelSilu
    case .tanh: KernelTanhActivation
    case .sigmoid: KernelSigmoidActivation
    }
  }
}
