import CKernels
import COneDNN
import Glibc

/// A matrix inside a buffer: rows `stride` values apart.
struct MatrixView<Element> {
  let start: UnsafePointer<Element>
  let stride: Int
  var isTransposed = false
}

/// c[m, n] = alpha · a[m, k] · b[k, n] + beta · c through oneDNN; `isTransposed` says that the
/// operand is stored the other way round.
func multiply(
  _ a: MatrixView<Float>, _ b: MatrixView<Float>, into c: UnsafeMutablePointer<Float>, stride: Int,
  m: Int,
  n: Int, k: Int, alpha: Float = 1, beta: Float = 0
) {
  guard m > 0, n > 0 else { return }
  divide(m: m, n: n, k: k) { rows, columns in
    onednn_gemm(
      a.isTransposed, b.isTransposed, Int64(rows.count), Int64(columns.count), Int64(k), alpha,
      a.start + rows.lowerBound * (a.isTransposed ? 1 : a.stride), Int64(a.stride),
      b.start + columns.lowerBound * (b.isTransposed ? b.stride : 1), Int64(b.stride), beta,
      c + rows.lowerBound * stride + columns.lowerBound, Int64(stride))
  }
}

/// c[m, n] = a[m, k] · b[k, n], or added to c: factors are bf16, sums f32.
func multiply(
  _ a: MatrixView<UInt16>, _ b: MatrixView<UInt16>, into c: UnsafeMutablePointer<Float>,
  stride: Int, m: Int, n: Int, k: Int, adds: Bool
) {
  guard m > 0, n > 0 else { return }
  divide(m: m, n: n, k: k) { rows, columns in
    onednn_gemm_bf16(
      a.isTransposed, b.isTransposed, Int64(rows.count), Int64(columns.count), Int64(k),
      a.start + rows.lowerBound * (a.isTransposed ? 1 : a.stride), Int64(a.stride),
      b.start + columns.lowerBound * (b.isTransposed ? b.stride : 1), Int64(b.stride), adds,
      c + rows.lowerBound * stride + columns.lowerBound, Int64(stride))
  }
}

/// Divides a product's longer side among the threads, each of which calls oneDNN for its part, with its signals held
/// (see `kernel_hold_signals`).
private func divide(
  m: Int, n: Int, k: Int, _ call: @escaping (_ rows: Range<Int>, _ columns: Range<Int>) -> Int32
) {
  func run(_ rows: Range<Int>, _ columns: Range<Int>) {
    var signals = sigset_t()
    kernel_hold_signals(&signals)
    let status = call(rows, columns)
    kernel_release_signals(&signals)
    precondition(status == 0, "oneDNN refused a product of \(m)×\(k)×\(n): status \(status)")
  }
  // What its kernels take at once: 48 columns, 8 rows.
  if n >= m {
    Threads.parallelColumns(n, panel: 48, m: m, k: k) { run(0..<m, $0) }
  } else {
    Threads.parallelColumns(m, panel: 8, m: n, k: k) { run($0, 0..<n) }
  }
}
