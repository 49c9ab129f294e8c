import CKernels

/// n elements each; a result may be written over an operand.
extension Kernels {
  /// y = exp x.
  static func exp(_ x: Input, into y: Output, count n: Int) { apply(KernelExp, x, y, n) }
  /// y = tanh x.
  static func tanh(_ x: Input, into y: Output, count n: Int) { apply(KernelTanh, x, y, n) }
  /// y = 1 / (1 + exp −x).
  static func sigmoid(_ x: Input, into y: Output, count n: Int) { apply(KernelSigmoid, x, y, n) }
  /// y = erf x.
  static func erf(_ x: Input, into y: Output, count n: Int) { apply(KernelErf, x, y, n) }

  private static func apply(_ function: KernelFunction, _ x: Input, _ y: Output, _ n: Int) {
    Threads.parallel(n, grain: elementGrain) {
      kernel_function(function, x + $0.lowerBound, y + $0.lowerBound, $0.count)
    }
  }

  /// y = a + b.
  static func add(_ a: Input, _ b: Input, into y: Output, count n: Int) {
    Threads.parallel(n, grain: elementGrain) {
      let start = $0.lowerBound
      kernel_add(a + start, b + start, y + start, $0.count)
    }
  }

  /// y += alpha · x.
  static func accumulate(_ x: Input, times alpha: Float = 1, into y: Output, count n: Int) {
    Threads.parallel(n, grain: elementGrain) {
      kernel_accumulate(alpha, x + $0.lowerBound, y + $0.lowerBound, $0.count)
    }
  }

  /// y = a · b.
  static func multiply(_ a: Input, _ b: Input, into y: Output, count n: Int) {
    Threads.parallel(n, grain: elementGrain) {
      let start = $0.lowerBound
      kernel_multiply(a + start, b + start, y + start, $0.count)
    }
  }

  /// y += a · b.
  static func accumulateProduct(_ a: Input, _ b: Input, into y: Output, count n: Int) {
    Threads.parallel(n, grain: elementGrain) {
      let start = $0.lowerBound
      kernel_accumulate_product(1, a + start, b + start, y + start, $0.count)
    }
  }

  /// y *= alpha.
  static func scale(_ y: Output, by alpha: Float, count n: Int) {
    Threads.parallel(n, grain: elementGrain) {
      kernel_scale(alpha, y + $0.lowerBound, $0.count)
    }
  }

  /// Σ x², in double, on the calling thread.
  static func sumOfSquares(_ x: Input, count n: Int) -> Double { kernel_sum_of_squares(x, n) }

  /// Σ a · b, in double, on the calling thread.
  static func dot(_ a: Input, _ b: Input, count n: Int) -> Double { kernel_dot(a, b, n) }
}
