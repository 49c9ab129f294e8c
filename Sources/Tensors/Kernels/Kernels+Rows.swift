import CKernels

extension Kernels {
  /// sums [n] += Σ over the rows of x [m, n].
  static func addColumnSums(_ x: Input, into sums: Output, rows m: Int, columns n: Int) {
    addPartials(sums, count: n, rows: m) { rows, partial in
      kernel_add_column_sums(x + rows.lowerBound * n, partial, rows.count, n)
    }
  }

  /// sums [count] += what `body` sums over stretches of 64 of m rows, in the order of the
  /// stretches: the result does not depend on the number of threads.
  static func addPartials(
    _ sums: Output, count: Int, rows m: Int,
    _ body: (_ rows: Range<Int>, _ partial: Output) -> Void
  ) {
    let stretch = 64
    let stretches = (m + stretch - 1) / stretch
    var partials = Tensor.zeros([stretches, count])
    let start = partials.mutableBase
    Threads.parallel(stretches, grain: max(1, rowGrain(count) / stretch)) { range in
      for index in range {
        body(index * stretch..<min(m, (index + 1) * stretch), start + index * count)
      }
    }
    for index in 0..<stretches { accumulate(start + index * count, into: sums, count: count) }
    withExtendedLifetime(partials) {}
  }

  /// y [n, m] = xᵀ, x [m, n].
  static func transpose(_ x: Input, into y: Output, rows m: Int, columns n: Int) {
    Threads.parallel(m, grain: max(16, rowGrain(n))) {
      kernel_transpose(x + $0.lowerBound * n, n, y + $0.lowerBound, m, $0.count, n)
    }
  }
}
