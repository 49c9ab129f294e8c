import COneDNN

/// A product of random matrices that can be timed.
final class Product {
  private let m: Int
  private let k: Int
  private let n: Int
  private let factors: Factors
  private var c: [Float]

  private enum Factors {
    case f32([Float], [Float])
    /// The upper halves of f32 values.
    case bf16([UInt16], [UInt16])
  }

  init(m: Int, k: Int, n: Int, inBF16: Bool) {
    (self.m, self.k, self.n) = (m, k, n)
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

  private func multiply() {
    let (m, k, n) = (Int64(m), Int64(k), Int64(n))
    let status =
      switch factors {
      case .f32(let a, let b): onednn_gemm(false, false, m, n, k, 1, a, k, b, n, 0, &c, n)
      case .bf16(let a, let b): onednn_gemm_bf16(false, false, m, n, k, a, k, b, n, false, &c, n)
      }
    precondition(status == 0, "oneDNN refused a product: status \(status)")
  }
}
