import Foundation

/// McNemar's test of two classifiers on the same rows (McNemar 1947): only the rows where exactly one
/// of them is right say which one is ahead.
package enum McNemar {
  /// The two-sided exact p-value: twice the smaller tail of a binomial of `b + c` draws at 0.5, at most 1.
  ///
  /// - Parameters:
  ///   - b: rows that only the first has right.
  ///   - c: rows that only the second has right.
  package static func exact(_ b: Int, _ c: Int) -> Double {
    precondition(b >= 0 && c >= 0, "counts aren't negative")
    let draws = b + c
    guard draws > 0 else { return 1 }
    // Sums of exponentials of logarithms: 2^-draws alone would vanish past a thousand rows.
    let logHalf = Double(draws) * log(0.5)
    let logAll = logGamma(draws)
    let tail = (0...min(b, c)).reduce(0.0) { sum, k in
      sum + exp(logAll - logGamma(k) - logGamma(draws - k) + logHalf)
    }
    return min(1, 2 * tail)
  }

  /// log(n!).
  private static func logGamma(_ n: Int) -> Double { lgamma(Double(n) + 1) }
}
