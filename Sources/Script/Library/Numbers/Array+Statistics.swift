import Foundation

/// What is computed from the numbers of one line.
extension Array where Element == Double {
  /// The sum with the rounding errors of its additions added back (Neumaier, 1974).
  var accurateSum: Double {
    var (sum, lost) = (0.0, 0.0)
    for x in self { Self.add(x, to: &sum, &lost) }
    // Where the sum overflows, what was lost is inf − inf.
    return sum.isFinite ? sum + lost : sum
  }

  /// What each element adds up to with those before it.
  var cumulativeSums: [Double] {
    var (sum, lost) = (0.0, 0.0)
    return map { x in
      Self.add(x, to: &sum, &lost)
      return sum.isFinite ? sum + lost : sum
    }
  }

  private static func add(_ x: Double, to sum: inout Double, _ lost: inout Double) {
    let next = sum + x
    lost += abs(sum) >= abs(x) ? (sum - next) + x : (x - next) + sum
    sum = next
  }

  /// The mean; of equal numbers it is that number.
  var mean: Double {
    let n = Double(count)
    let sum = accurateSum
    var mean = sum / n
    // A sum can overflow where no element does.
    if !sum.isFinite, allSatisfy(\.isFinite) { mean = map { $0 / n }.accurateSum }
    guard mean.isFinite else { return mean }
    let centre = mean
    let correction = map { $0 - centre }.accurateSum / n
    return correction.isFinite ? mean + correction : mean
  }

  /// The sum of squared distances from the mean, divided by the count less `ddof`.
  func variance(ddof: Int) -> Double {
    let mean = mean
    return map { ($0 - mean) * ($0 - mean) }.accurateSum / Double(count - ddof)
  }

  /// √Σx²; elements whose squares overflow or vanish are scaled first.
  var norm: Double {
    let plain = map { $0 * $0 }.accurateSum
    let top = reduce(0) { $0.isNaN || $0 > abs($1) ? $0 : abs($1) }
    guard top > 0, top.isFinite, !plain.isFinite || plain < 1e-280 else {
      return plain.squareRoot()
    }
    // By a power of two, which rounds nothing.
    let scale = top.binade
    return scale * map { ($0 / scale) * ($0 / scale) }.accurateSum.squareRoot()
  }

  var greatest: Double { reduce(-.infinity) { $0.isNaN || $0 > $1 ? $0 : $1 } }

  var logSumExp: Double {
    let top = greatest
    guard top.isFinite else { return top }
    return top + log(map { exp($0 - top) }.accurateSum)
  }

  /// The first position that no element precedes; the first NaN, where there is one.
  func best(_ precedes: (Double, Double) -> Bool) -> Int {
    var best = 0
    for (index, x) in enumerated() {
      if x.isNaN { return index }
      if precedes(x, self[best]) { best = index }
    }
    return best
  }

  /// The positions in order of their elements, equal ones as they are; NaN comes last.
  func order(descending: Bool) -> [Int] {
    indices.sorted { a, b in
      let (x, y) = (self[a], self[b])
      if x.isNaN || y.isNaN { return x.isNaN == y.isNaN ? a < b : y.isNaN }
      return x == y ? a < b : (descending ? x > y : x < y)
    }
  }

  /// The value below which a share of the elements is, between neighbours by interpolation.
  func quantiles(_ shares: [Double]) -> [Double] {
    if contains(where: \.isNaN) { return shares.map { _ in .nan } }
    let sorted = sorted()
    return shares.map { share in
      let position = share * Double(count - 1)
      let below = Int(position.rounded(.down))
      guard below + 1 < count else { return sorted[count - 1] }
      let (low, high, part) = (sorted[below], sorted[below + 1], position - Double(below))
      if low == high || part == 0 { return low }
      // From the nearer end, as NumPy does, so that the middle of a and b is symmetric.
      return part < 0.5 ? low + (high - low) * part : high - (high - low) * (1 - part)
    }
  }
}
