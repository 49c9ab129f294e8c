import CKernels

/// n elements each; a result may be written over an operand.
extension Kernels {
  /// y = f(x).
  static func activation(_ kind: Activation, _ x: Input, into y: Output, count n: Int) {
    Threads.parallel(n, grain: elementGrain) {
      kernel_activation(kind.kernel, x + $0.lowerBound, y + $0.lowerBound, $0.count)
    }
  }

  /// dx = dy · f′(x).
  static func activationGradient(
    _ kind: Activation, _ x: Input, dy: Input, into dx: Output, count n: Int
  ) {
    Threads.parallel(n, grain: elementGrain) {
      let start = $0.lowerBound
      kernel_activation_gradient(kind.kernel, x + start, dy + start, dx + start, $0.count)
    }
  }

  /// y = f(gate) · value.
  static func gate(
    _ kind: Activation, _ gate: Input, _ value: Input, into y: Output, count n: Int
  ) {
    Threads.parallel(n, grain: elementGrain) {
      let start = $0.lowerBound
      kernel_gate(kind.kernel, gate + start, value + start, y + start, $0.count)
    }
  }

  /// dGate = dy · value · f′(gate), dValue = dy · f(gate).
  static func gateGradient(
    _ kind: Activation, _ gate: Input, _ value: Input, dy: Input, into dGate: Output,
    _ dValue: Output, count n: Int
  ) {
    Threads.parallel(n, grain: elementGrain) {
      let start = $0.lowerBound
      kernel_gate_gradient(
        kind.kernel, gate + start, value + start, dy + start, dGate + start, dValue + start,
        $0.count)
    }
  }

  /// x = limit · tanh(x / limit).
  static func cap(_ x: Output, at limit: Float, count n: Int) {
    Threads.parallel(n, grain: elementGrain) { kernel_cap(x + $0.lowerBound, limit, $0.count) }
  }

  /// dx += dy · (1 − (y / limit)²) for a capped y.
  static func addCapGradient(
    _ y: Input, limit: Float, dy: Input, into dx: Output, count n: Int
  ) {
    Threads.parallel(n, grain: elementGrain) {
      let start = $0.lowerBound
      kernel_cap_gradient(y + start, limit, dy + start, dx + start, $0.count)
    }
  }
}

extension Activation {
  fileprivate var kernel: KernelActivation {
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
