import CKernels

/// bf16 is the upper half of an f32; n elements each.
extension Kernels {
  /// y = x rounded to the nearest, ties to even.
  static func round(_ x: Input, into y: UnsafeMutablePointer<UInt16>, count n: Int) {
    Threads.parallel(n, grain: elementGrain) {
      kernel_round_bf16(x + $0.lowerBound, y + $0.lowerBound, $0.count)
    }
  }

  /// y = x, exactly.
  static func widen(_ x: UnsafePointer<UInt16>, into y: Output, count n: Int) {
    Threads.parallel(n, grain: elementGrain) {
      kernel_widen_bf16(x + $0.lowerBound, y + $0.lowerBound, $0.count)
    }
  }
}
