import CKernels

/// Elements that make a thread's share worth waking it for.
let elementGrain = 16_384

/// Rows of `width` that make a thread's share worth waking it for.
func rowGrain(_ width: Int) -> Int { max(1, elementGrain / max(1, width)) }

/// The fast path in Swift's types; one stretch each, on the calling thread.
enum Kernels {
  static func accumulate(
    _ alpha: Float, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int
  ) {
    kernel_accumulate(alpha, x, y, count)
  }

  /// y = a · b, element by element; y may be either.
  static func multiply(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>,
    _ count: Int
  ) {
    kernel_multiply(a, b, y, count)
  }

  /// y += alpha · a · b, element by element.
  static func accumulateProduct(
    _ alpha: Float, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>,
    _ y: UnsafeMutablePointer<Float>, _ count: Int
  ) {
    kernel_accumulate_product(alpha, a, b, y, count)
  }

  /// sums[c] += Σ over rows x[r, c]. Partial sums of fixed stretches, added in order: the result does
  /// not depend on the number of threads.
  static func addColumnSums(
    _ x: UnsafePointer<Float>, _ sums: UnsafeMutablePointer<Float>, rows: Int, columns: Int
  ) {
    addPartials(sums, count: columns, rows: rows) { rows, partial in
      kernel_add_column_sums(x + rows.lowerBound * columns, partial, rows.count, columns)
    }
  }

  /// Adds what `body` sums over stretches of 64 rows to `sums`, in the order of the stretches.
  static func addPartials(
    _ sums: UnsafeMutablePointer<Float>, count: Int, rows: Int,
    _ body: (_ rows: Range<Int>, _ partial: UnsafeMutablePointer<Float>) -> Void
  ) {
    let stretch = 64
    let stretches = (rows + stretch - 1) / stretch
    var partials = Tensor.zeros([stretches, count])
    let start = partials.mutableBase
    Threads.parallel(stretches, grain: max(1, rowGrain(count) / stretch)) { range in
      for index in range {
        body(index * stretch..<min(rows, (index + 1) * stretch), start + index * count)
      }
    }
    for index in 0..<stretches { kernel_accumulate(1, start + index * count, sums, count) }
    withExtendedLifetime(partials) {}
  }
}
