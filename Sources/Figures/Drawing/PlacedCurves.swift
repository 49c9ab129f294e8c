/// A chart's series as points that can be drawn, and the spans that they fill.
struct PlacedCurves {
  typealias Point = (x: Double, y: Double)

  struct Curve {
    /// nil is a gap.
    let points: [Point?]
    /// The smoother copy, where there is one.
    let smoothed: [Point?]?
  }

  private(set) var curves: [Curve] = []
  /// Of the numbers as the arithmetic of `Scale` sees them.
  private(set) var x = Interval.Accumulator()
  private(set) var y = Interval.Accumulator()
  /// Whether every x is a whole number, as steps are.
  private(set) var hasWholeX = true
  /// Says how many values can't be drawn; nil where all can.
  let leftOutNote: String?

  init(_ chart: LineChart) {
    let (xLog, yLog) = (chart.xAxis.isLogarithmic, chart.yAxis.isLogarithmic)
    var leftOut = 0
    var (spanX, spanY) = (Interval.Accumulator(), Interval.Accumulator())
    func placed(_ point: Point) -> Point? {
      guard let x = Scale.placed(point.x, logarithmic: xLog),
        let y = Scale.placed(point.y, logarithmic: yLog)
      else { return nil }
      spanX.add(x)
      spanY.add(y)
      return point
    }
    for series in chart.series {
      let points = series.points.map { point -> Point? in
        let drawn = placed(point)
        if drawn == nil { leftOut += 1 }
        return drawn
      }
      let smoothed = series.smoothed.map { zip(series.points, $0).map { placed(($0.x, $1)) } }
      curves.append(Curve(points: points, smoothed: smoothed))
    }
    (x, y) = (spanX, spanY)
    hasWholeX =
      !xLog
      && curves.allSatisfy { $0.points.allSatisfy { $0.map { $0.x == $0.x.rounded() } ?? true } }
    leftOutNote = LeftOut.note(leftOut, logarithmic: xLog || yLog)
  }
}
