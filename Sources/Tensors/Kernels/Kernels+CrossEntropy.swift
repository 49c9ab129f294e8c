import CKernels

extension Kernels {
  /// sums [m] = log Σ exp of each row of x [m, n], summed in double.
  static func logSumExp(
    _ x: Input, into sums: UnsafeMutablePointer<Double>, rows m: Int, width n: Int
  ) {
    Threads.parallel(m, grain: max(1, rowGrain(n) / 4)) {
      kernel_log_sum_exp(x + $0.lowerBound * n, sums + $0.lowerBound, $0.count, n)
    }
  }

  /// dx = (exp(x − logSumExp) − onehot(target)) · weight: x and dx [m, n], targets and logSumExp
  /// [m].
  static func crossEntropyGradient(
    _ x: Input, targets: [Int32], logSumExp: [Double], weight: Float, into dx: Output, rows m: Int,
    width n: Int
  ) {
    precondition(targets.count == m && logSumExp.count == m, "a target for each of \(m) rows")
    logSumExp.withUnsafeBufferPointer { logSumExp in
      targets.withUnsafeBufferPointer { targets in
        guard let sums = logSumExp.baseAddress, let targets = targets.baseAddress else { return }
        Threads.parallel(m, grain: max(1, rowGrain(n) / 4)) {
          let (row, offset) = ($0.lowerBound, $0.lowerBound * n)
          kernel_cross_entropy_gradient(
            x + offset, targets + row, sums + row, weight, dx + offset, $0.count, n)
        }
      }
    }
  }
}
