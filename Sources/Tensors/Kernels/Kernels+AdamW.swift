import CKernels

extension Kernels {
  /// One step on a parameter [n] with its gradient and both moments, [n] each (Loshchilov and
  /// Hutter 2019; PyTorch's order of operations).
  /// - Parameter step: 1 for the first.
  static func adamW(
    _ parameter: Output, gradient: Input, first: Output, second: Output, step: Int, rate: Double,
    beta1: Double, beta2: Double, epsilon: Double, decay: Double, count n: Int
  ) {
    var (power1, power2) = (1.0, 1.0)
    for _ in 0..<step { (power1, power2) = (power1 * beta1, power2 * beta2) }
    let keep = Float(1 - rate * decay)
    let stepSize = Float(rate / (1 - power1))
    let root = Float((1 - power2).squareRoot())
    Threads.parallel(n, grain: elementGrain) {
      let start = $0.lowerBound
      kernel_adamw(
        parameter + start, gradient + start, first + start, second + start, keep, stepSize, root,
        Float(1 - beta1), Float(beta2), Float(1 - beta2), Float(epsilon), $0.count)
    }
  }
}
