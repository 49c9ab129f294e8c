import CKernels

/// Rows for which the matrix is widened in registers as it passes by: fewer than pay for a block of it.
private let fewRows = 1...24

/// The block of the matrix that is widened at once: it stays in the caches while all rows pass by.
private let blockSteps = 384
private let blockColumns = 336

/// c[m, n] = start + a · b for a frozen b in bf16, on a processor without instructions for it: b is
/// widened to f32 as it is read, a stays f32. The result is that of a product with the widened matrix.
func multiply(
  _ a: MatrixView<Float>, widening b: MatrixView<UInt16>, start: Summand,
  into c: UnsafeMutablePointer<Float>, stride: Int, m: Int, n: Int, k: Int
) {
  guard m > 0, n > 0 else { return }
  precondition(!a.isTransposed, "what is multiplied with frozen weights lies in rows")
  let adds = start.fill(c, stride, m: m, n: n)
  if fewRows.contains(m), k > 0 {
    Threads.parallelColumns(n, panel: 64, m: m, k: k) { columns in
      kernel_few_rows_widened(
        a.start, a.stride, b.from(column: columns.lowerBound).start, b.stride,
        b.isTransposed ? 1 : 0, c + columns.lowerBound, stride, m, columns.count, k, adds ? 1 : 0)
    }
    return
  }
  let steps = max(1, min(k, blockSteps))
  Threads.parallelLongerSide(m: m, n: n, k: k) { rows, columns in
    var room = Tensor.uninitialized([steps * min(columns.count, blockColumns)])
    let block = room.mutableBase
    let (left, out) = (a.from(row: rows.lowerBound), c + rows.lowerBound * stride)
    // Once where k is 0, which leaves zeros.
    for first in Swift.stride(from: 0, to: max(1, k), by: steps) {
      let depth = min(steps, k - first)
      for column in Swift.stride(
        from: columns.lowerBound, to: columns.upperBound, by: blockColumns)
      {
        let width = min(blockColumns, columns.upperBound - column)
        let right = b.from(row: first).from(column: column).widened(
          into: block, rows: depth, columns: width)
        multiply(
          left.from(column: first), right, into: out + column, stride: stride, m: rows.count,
          n: width, k: depth, beta: adds || first > 0 ? 1 : 0)
      }
    }
    withExtendedLifetime(room) {}
  }
}

extension MatrixView<UInt16> {
  /// The first rows and columns in f32, lying as they did.
  fileprivate func widened(
    into block: UnsafeMutablePointer<Float>, rows: Int, columns: Int
  ) -> MatrixView<Float> {
    let (lines, length) = isTransposed ? (columns, rows) : (rows, columns)
    for line in 0..<lines {
      kernel_widen_bf16(start + line * stride, block + line * length, length)
    }
    return MatrixView<Float>(start: block, stride: max(1, length), isTransposed: isTransposed)
  }
}
