import CKernels
import COneDNN
import Glibc

/// Products of plain matrices by oneDNN, the longer side divided among the threads.
extension Kernels {
  /// c [m, n] = alpha · a [m, k] · b [k, n] + beta · c; `isTransposed` says that an operand is
  /// stored the other way round.
  static func matmul(
    _ a: MatrixView<Float>, _ b: MatrixView<Float>, into c: Output, stride: Int, m: Int, n: Int,
    k: Int, alpha: Float = 1, beta: Float = 0
  ) {
    divide(a, b, c, stride, m: m, n: n, k: k) { a, b, c, m, n in
      onednn_gemm(
        a.isTransposed, b.isTransposed, m, n, Int64(k), alpha, a.start, Int64(a.stride), b.start,
        Int64(b.stride), beta, c, Int64(stride))
    }
  }

  /// c [m, n] = a [m, k] · b [k, n], or added to c: factors are bf16, sums f32.
  static func matmul(
    _ a: MatrixView<UInt16>, _ b: MatrixView<UInt16>, into c: Output, stride: Int, m: Int, n: Int,
    k: Int, adds: Bool
  ) {
    divide(a, b, c, stride, m: m, n: n, k: k) { a, b, c, m, n in
      onednn_gemm_bf16(
        a.isTransposed, b.isTransposed, m, n, Int64(k), a.start, Int64(a.stride), b.start,
        Int64(b.stride), adds, c, Int64(stride))
    }
  }

  /// Each thread calls oneDNN for its part, with its signals held (see `kernel_hold_signals`).
  private static func divide<Element>(
    _ a: MatrixView<Element>, _ b: MatrixView<Element>, _ c: Output, _ stride: Int, m: Int, n: Int,
    k: Int,
    _ call: (
      _ a: MatrixView<Element>, _ b: MatrixView<Element>, _ c: Output, _ m: Int64, _ n: Int64
    ) -> Int32
  ) {
    guard m > 0, n > 0 else { return }
    Threads.parallelLongerSide(m: m, n: n, k: k) { rows, columns in
      var signals = sigset_t()
      kernel_hold_signals(&signals)
      let status = call(
        a.from(row: rows.lowerBound), b.from(column: columns.lowerBound),
        c + rows.lowerBound * stride + columns.lowerBound, Int64(rows.count), Int64(columns.count))
      kernel_release_signals(&signals)
      precondition(status == 0, "oneDNN refused a product of \(m)×\(k)×\(n): status \(status)")
    }
  }
}
