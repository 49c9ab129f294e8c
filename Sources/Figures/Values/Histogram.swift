/// How often values fall into bins of equal width.
package struct Histogram: Sendable {
  package var title: String?
  package var xAxis: Axis
  /// The first bin's lower and the last bin's upper edge.
  package var range: ClosedRange<Double>
  package var counts: [Int]
  /// Values that have no bin: NaN and infinities.
  var leftOut: Int
  package var height: Int?

  /// Counts made elsewhere.
  package init(
    title: String? = nil, xAxis: Axis = Axis(), range: ClosedRange<Double>, counts: [Int],
    leftOut: Int = 0, height: Int? = nil
  ) {
    self.title = title
    self.xAxis = xAxis
    self.range = range
    self.counts = counts
    self.leftOut = leftOut
    self.height = height
  }

  /// Counts `values` in `bins` bins; nil takes the square root of their number, 10 … 60.
  package init(
    title: String? = nil, xAxis: Axis = Axis(), values: some Collection<Double>, bins: Int? = nil,
    height: Int? = nil
  ) {
    var span = Interval.Accumulator()
    for value in values { span.add(value) }
    let interval = span.interval
    let finite = span.count
    let wanted = bins ?? min(60, max(10, Int(Double(finite).squareRoot())))
    var counts = [Int](repeating: 0, count: finite == 0 ? 0 : max(1, min(wanted, 10_000)))
    if finite > 0 {
      for value in values where value.isFinite {
        let bin = Int(interval.position(of: value) * Double(counts.count))
        counts[min(max(0, bin), counts.count - 1)] += 1
      }
    }
    self.init(
      title: title, xAxis: xAxis, range: interval.low...interval.high, counts: counts,
      leftOut: values.count - finite, height: height)
  }

  /// The counts, none below zero, neighbouring bins together where there are more than `most`.
  func merged(to most: Int) -> [Int] {
    let counts = counts.map { max(0, $0) }
    guard counts.count > most else { return counts }
    let size = (counts.count + most - 1) / max(1, most)
    return stride(from: 0, to: counts.count, by: size).map { start in
      Self.sum(counts[start..<min(start + size, counts.count)])
    }
  }

  static func sum(_ counts: ArraySlice<Int>) -> Int {
    counts.reduce(0) {
      let (sum, overflow) = $0.addingReportingOverflow($1)
      return overflow ? .max : sum
    }
  }
}
