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

/// Rows too few to pack the matrix for; one is bound by memory either way.
private let fewRows = 2...16

/// c[m, n] = a[m, k] · b[k, n], or added to c: a is rounded to bf16, sums are f32. a is not transposed.
func multiply(
  _ a: MatrixView<Float>, _ b: MatrixView<UInt16>, into c: UnsafeMutablePointer<Float>, stride: Int,
  m: Int,
  n: Int, k: Int, adds: Bool
) {
  guard m > 0, n > 0 else { return }
  precondition(!a.isTransposed, "the operand that is rounded lies in rows")
  var rounded = Tensor.uninitialized([(m * k + 1) / 2])
  rounded.withMutableWords(UInt16.self) { halves in
    Threads.parallel(m, grain: rowGrain(k)) { rows in
      if a.stride == k {
        kernel_round_bf16(
          a.start + rows.lowerBound * k, halves + rows.lowerBound * k, rows.count * k)
      } else {
        for row in rows { kernel_round_bf16(a.start + row * a.stride, halves + row * k, k) }
      }
    }
    if fewRows.contains(m), kernel_has_bf16() != 0 {
      // Whole panels of the kernel's.
      Threads.parallelColumns(n, panel: 64, m: m, k: k) { part in
        let start = b.start + part.lowerBound * (b.isTransposed ? b.stride : 1)
        kernel_few_rows(
          halves, k, start, b.stride, b.isTransposed ? 1 : 0, c + part.lowerBound, stride, m,
          part.count, k, adds ? 1 : 0)
      }
      return
    }
    divide(m: m, n: n, k: k) { rows, columns in
      onednn_gemm_bf16(
        false, b.isTransposed, Int64(rows.count), Int64(columns.count), Int64(k),
        halves + rows.lowerBound * k, Int64(k),
        b.start + columns.lowerBound * (b.isTransposed ? b.stride : 1), Int64(b.stride), adds,
        c + rows.lowerBound * stride + columns.lowerBound, Int64(stride))
    }
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
