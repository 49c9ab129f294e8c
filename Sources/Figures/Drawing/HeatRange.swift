/// The values at the ends of a heat map's colours, and the colour of each between them.
struct HeatRange {
  let interval: Interval
  let isDiverging: Bool

  /// - Parameter shown: the values that the picture has, NaN among them.
  init(_ map: HeatMap, shown: [Double]) {
    var span = Interval.Accumulator()
    for value in shown { span.add(value) }
    let found = span.interval
    switch map.colours {
    case .diverging: isDiverging = true
    case .sequential: isDiverging = false
    case .automatic: isDiverging = span.count > 0 && found.low < 0 && found.high > 0
    }
    if let range = map.range {
      interval = Interval(range.lowerBound, range.upperBound)
    } else if isDiverging {
      let size = max(abs(found.low), abs(found.high))
      interval = Interval(-size, size)
    } else {
      interval = found
    }
  }

  func paint(_ value: Double) -> Paint {
    (isDiverging ? ColourMap.diverging : .sequential)
      .paint(value.isNaN ? .nan : interval.position(of: value))
  }
}
