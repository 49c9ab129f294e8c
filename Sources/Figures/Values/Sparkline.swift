/// A row of small bars, a curve at a glance.
package struct Sparkline: Sendable {
  package var values: [Double]

  package init(_ values: [Double]) { self.values = values }

  /// The values averaged into at most `width` neighbours' groups.
  func condensed(to width: Int) -> [Double] {
    guard values.count > width, width > 0 else { return values }
    return (0..<width).map { cell in
      let group = values[cell * values.count / width..<(cell + 1) * values.count / width]
      let finite = group.filter(\.isFinite)
      return finite.reduce(0) { $0 + $1 / Double(finite.count) } + (finite.isEmpty ? .nan : 0)
    }
  }
}
