import CKernels
import COneDNN

/// A product of random matrices that can be timed.
final class Product {
  private let m: Int
  private let k: Int
  private let n: Int
  private let threads: UInt32
  private let factors: Factors
  private var c: [Float]

  private enum Factors {
    case f32([Float], [Float])
    /// The upper halves of f32 values.
    case bf16([UInt16], [UInt16])
  }

  init(m: Int, k: Int, n: Int, inBF16: Bool, threads: UInt32) {
    (self.m, self.k, self.n, self.threads) = (m, k, n, threads)
    let a = (0..<m * k).map { _ in Float.random(in: -1...1) }
    let b = (0..<k * n).map { _ in Float.random(in: -1...1) }
    func upper(_ values: [Float]) -> [UInt16] { values.map { UInt16($0.bitPattern >> 16) } }
    factors = inBF16 ? .bf16(upper(a), upper(b)) : .f32(a, b)
    c = Array(repeating: 0, count: m * n)
  }

  /// GFLOP/s of the fastest repeat within some seconds.
  func rate(seconds: Double) -> Double {
    var fastest = Double.infinity
    var spent = 0.0
    while spent < seconds {
      let took = ContinuousClock().measure { multiply() } / .seconds(1)
      fastest = min(fastest, took)
      spent += took
    }
    return 2 * Double(m) * Double(k) * Double(n) / fastest / 1e9
  }

  /// Each thread has a stretch of the columns, as in the engine.
  private func multiply() {
    c.withUnsafeMutableBufferPointer { c in
      let result = c.baseAddress!
      withoutActuallyEscaping({ worker in self.multiply(worker, into: result) }) { share in
        withUnsafePointer(to: share) {
          kernel_parallel(
            threads,
            { context, worker in
              context!.assumingMemoryBound(to: ((UInt32) -> Void).self).pointee(worker)
            }, UnsafeMutableRawPointer(mutating: $0))
        }
      }
    }
  }

  private func multiply(_ worker: UInt32, into c: UnsafeMutablePointer<Float>) {
    let panels = (n + 47) / 48
    let first = panels * Int(worker) / Int(threads) * 48
    let past = min(n, panels * Int(worker + 1) / Int(threads) * 48)
    guard first < past else { return }
    let (m, k, n, columns) = (Int64(m), Int64(k), Int64(n), Int64(past - first))
    let status =
      switch factors {
      case .f32(let a, let b):
        b.withUnsafeBufferPointer {
          onednn_gemm(
            false, false, m, columns, k, 1, a, k, $0.baseAddress! + first, n, 0, c + first, n)
        }
      case .bf16(let a, let b):
        b.withUnsafeBufferPointer {
          onednn_gemm_bf16(
            false, false, m, columns, k, a, k, $0.baseAddress! + first, n, false, c + first, n)
        }
      }
    precondition(status == 0, "oneDNN refused a product: status \(status)")
  }
}
