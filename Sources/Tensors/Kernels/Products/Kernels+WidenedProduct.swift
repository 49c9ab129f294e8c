import CKernels

/// Products with a frozen matrix that is widened to f32 as it is read: the result is that of a
/// product with the widened matrix, which never exists as a whole.
extension Kernels {
  /// Rows for which bf16 is widened in registers as it passes by: fewer than pay for a block of it.
  private static let fewRows = 1...24

  /// The block of the matrix that is widened at once: it stays in the caches while all rows pass
  /// by.
  private static let blockSteps = 384
  private static let blockColumns = 336

  /// Whether bf16 is better widened in registers than a block at a time.
  static func widensInRegisters(m: Int, k: Int) -> Bool { fewRows.contains(m) && k > 0 }

  /// c [m, n] = start + a [m, k] · b [k, n] for a few rows of a, b in bf16 and perhaps transposed.
  static func multiplyFewRows(
    _ a: MatrixView<Float>, widening b: MatrixView<UInt16>, start: Summand, into c: Output,
    stride: Int, m: Int, n: Int, k: Int
  ) {
    guard m > 0, n > 0 else { return }
    precondition(!a.isTransposed, "the left side of a frozen product is stored in rows")
    let adds = start.fill(c, stride, m: m, n: n)
    Threads.parallelColumns(n, panel: 64, m: m, k: k) { columns in
      kernel_few_rows_widened(
        a.start, a.stride, b.from(column: columns.lowerBound).start, b.stride,
        b.isTransposed ? 1 : 0, c + columns.lowerBound, stride, m, columns.count, k, adds ? 1 : 0)
    }
  }

  /// c [m, n] = start + a [m, k] · b [k, n] for a b in any format.
  /// - Parameter widen: writes a part of b into the block, in f32, and says how it is stored there.
  static func multiply(
    _ a: MatrixView<Float>, start: Summand, into c: Output, stride: Int, m: Int, n: Int, k: Int,
    widening widen: (
      _ steps: Range<Int>, _ columns: Range<Int>, _ block: Output
    ) -> MatrixView<Float>
  ) {
    guard m > 0, n > 0 else { return }
    precondition(!a.isTransposed, "the left side of a frozen product is stored in rows")
    let adds = start.fill(c, stride, m: m, n: n)
    let depth = max(1, min(k, blockSteps))
    Threads.parallelLongerSide(m: m, n: n, k: k) { rows, columns in
      var buffer = Tensor.uninitialized([depth * min(columns.count, blockColumns)])
      let block = buffer.mutableBase
      let (left, out) = (a.from(row: rows.lowerBound), c + rows.lowerBound * stride)
      // Once where k is 0, which leaves zeros.
      for first in Swift.stride(from: 0, to: max(1, k), by: depth) {
        let steps = first..<min(first + depth, k)
        for column in Swift.stride(
          from: columns.lowerBound, to: columns.upperBound, by: blockColumns)
        {
          let width = min(blockColumns, columns.upperBound - column)
          let right = widen(steps, column..<column + width, block)
          matmul(
            left.from(column: first), right, into: out + column, stride: stride, m: rows.count,
            n: width, k: steps.count, beta: adds || first > 0 ? 1 : 0)
        }
      }
      withExtendedLifetime(buffer) {}
    }
  }
}
