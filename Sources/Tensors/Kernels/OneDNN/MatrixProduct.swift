import CKernels
import COneDNN
import Glibc

/// A matrix inside a buffer: rows `stride` values apart.
struct MatrixView {
  let start: UnsafePointer<Float>
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
  kernel_set_threads(UInt32(Threads.count))
  var signals = sigset_t()
  kernel_hold_signals(&signals)
  let status = onednn_gemm(
    a.isTransposed, b.isTransposed, Int64(m), Int64(n), Int64(k), alpha, a.start, Int64(a.stride),
    b.start, Int64(b.stride), beta, c, Int64(stride))
  kernel_release_signals(&signals)
  precondition(status == 0, "oneDNN refused a product of \(m)×\(k)×\(n): status \(status)")
}
