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

extension Tape {
  /// f(x), element by element; any shape.
  package func activation(_ x: Variable, _ kind: Activation) -> Variable {
    let count = x.value.count
    var result = Tensor.uninitialized(x.shape)
    let out = result.mutableBase
    Threads.parallel(count, grain: elementGrain) { range in
      let start = range.lowerBound
      kernel_activation(kind.kernel, x.value.base + start, out + start, range.count)
    }
    let input = x.value
    return record(result, from: x) { [slot = x.slot] dy in
      var dx = Tensor.uninitialized(dy.shape)
      let out = dx.mutableBase
      Threads.parallel(count, grain: elementGrain) { range in
        let start = range.lowerBound
        kernel_activation_gradient(
          kind.kernel, input.base + start, dy.base + start, out + start, range.count)
      }
      slot?.accumulate(dx)
    }
  }

  package func tanh(_ x: Variable) -> Variable { activation(x, .tanh) }
}
