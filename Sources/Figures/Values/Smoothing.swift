/// Means over neighbours, for curves whose course is lost in their noise.
package struct Smoothing {
  /// How many neighbouring values a mean is of: odd, so that it stays above its value.
  package let window: Int

  package init(window: Int) { self.window = max(1, window | 1) }

  /// A window for a curve that goes up and down far more than it moves on; nil for one that reads
  /// well as it is.
  package init?(for y: [Double]) {
    let finite = y.filter(\.isFinite)
    guard finite.count >= 60 else { return nil }
    let window = Smoothing(window: finite.count / 20)
    let means = window.means(of: finite)
    func path(_ values: [Double]) -> Double {
      zip(values, values.dropFirst()).reduce(0) { $0 + abs($1.1 - $1.0) }
    }
    // Of a smooth curve the means go the same way; of noise they go a small part of it.
    guard path(means) < path(finite) / 3 else { return nil }
    self = window
  }

  /// The mean of each value's neighbourhood, which ends where the values do; NaN where the value is.
  package func means(of y: [Double]) -> [Double] {
    let half = window / 2
    return y.indices.map { index in
      guard y[index].isFinite else { return .nan }
      // As wide on both sides, or the ends would lean towards the middle.
      let reach = min(half, index, y.count - 1 - index)
      var (mean, count) = (0.0, 0.0)
      for value in y[index - reach...index + reach] where value.isFinite {
        count += 1
        mean += (value - mean) / count
      }
      return mean
    }
  }
}
