import COneDNN

/// A product of random f32 matrices that can be timed.
final class SinglePrecisionProduct {
  private let m: Int
  private let k: Int
  private let n: Int
  private let a: [Float]
  private let b: [Float]
  private var c: [Float]

  init(m: Int, k: Int, n: Int) {
    (self.m, self.k, self.n) = (m, k, n)
    a = (0..<m * k).map { _ in Float.random(in: -1...1) }
    b = (0..<k * n).map { _ in Float.random(in: -1...1) }
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
    let status = onednn_gemm(
      false, false, Int64(m), Int64(n), Int64(k), 1, a, Int64(k), b, Int64(n), 0, &c, Int64(n))
    precondition(status == 0, "oneDNN refused a product: status \(status)")
  }
}
