import CKernels
import COneDNN
import Glibc

/// A matrix inside a buffer: rows `stride` values apart.
struct MatrixView {
  let start: UnsafePointer<Float>
  let stride: Int
  var isTransposed = false
}

/// The same of bf16.
struct HalfMatrixView {
  let start: UnsafePointer<UInt16>
  let stride: Int
  var isTransposed = false
}

/// c[m, n] = alpha · a[m, k] · b[k, n] + beta · c through oneDNN; `isTransposed` says that the
/// operand is stored the other way round. Threads itself, unless inside a parallel region.
func multiply(
  _ a: MatrixView, _ b: MatrixView, into c: UnsafeMutablePointer<Float>, stride: Int, m: Int,
  n: Int, k: Int, alpha: Float = 1, beta: Float = 0
) {
  guard m > 0, n > 0 else { return }
  run("\(m)×\(k)×\(n)") {
    onednn_gemm(
      a.isTransposed, b.isTransposed, Int64(m), Int64(n), Int64(k), alpha, a.start,
      Int64(a.stride), b.start, Int64(b.stride), beta, c, Int64(stride))
  }
}

/// Rows too few to pack the matrix for; one is bound by memory either way. `FrozenProduct` has the next.
private let fewRows = 2...16

/// c[m, n] = a[m, k] · b[k, n], or added to c: a is rounded to bf16, sums are f32. a is not transposed.
func multiply(
  _ a: MatrixView, _ b: HalfMatrixView, into c: UnsafeMutablePointer<Float>, stride: Int, m: Int,
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
      Threads.parallelColumns(n, panel: 64, rows: m) { part in
        let start = b.start + part.lowerBound * (b.isTransposed ? b.stride : 1)
        kernel_few_rows(
          halves, k, start, b.stride, b.isTransposed ? 1 : 0, c + part.lowerBound, stride, m,
          part.count, k, adds ? 1 : 0)
      }
      return
    }
    run("\(m)×\(k)×\(n) in bf16") {
      onednn_gemm_bf16(
        false, b.isTransposed, Int64(m), Int64(n), Int64(k), halves, Int64(k), b.start,
        Int64(b.stride), adds, c, Int64(stride))
    }
  }
}

/// Calls oneDNN, with its signals held (see `kernel_hold_signals`).
private func run(_ product: @autoclosure () -> String, _ call: () -> Int32) {
  kernel_set_threads(UInt32(Threads.count))
  var signals = sigset_t()
  kernel_hold_signals(&signals)
  let status = call()
  kernel_release_signals(&signals)
  precondition(status == 0, "oneDNN refused a product of \(product()): status \(status)")
}
