/// One or several series of numbers joined by lines, as a loss is over its steps.
package struct LineChart: Sendable {
  package struct Series: Sendable {
    package var name: String?
    /// NaN leaves a gap.
    package var y: [Double]
    /// The x of each value; nil is 1, 2, 3 …
    package var x: [Double]?

    /// A smoother copy of `y`, as long as it: drawn as the curve, with `y` faint under it.
    package var smoothed: [Double]?
    /// Whether it is the loss of a run's steps, each of another batch, and so rarely smooth.
    package var isLoss = false

    package init(
      _ name: String? = nil, y: [Double], x: [Double]? = nil, smoothed: [Double]? = nil
    ) {
      self.name = name
      self.y = y
      self.x = x
      self.smoothed = smoothed
    }

    var points: [(x: Double, y: Double)] {
      guard let x else { return y.enumerated().map { (Double($0.offset + 1), $0.element) } }
      return zip(x, y).map { ($0, $1) }
    }
  }

  package var title: String?
  package var xAxis: Axis
  package var yAxis: Axis
  package var series: [Series]
  /// Lines of text for the plot itself; nil lets the medium choose.
  package var height: Int?

  package init(
    title: String? = nil, xAxis: Axis = Axis(), yAxis: Axis = Axis(), series: [Series],
    height: Int? = nil
  ) {
    self.title = title
    self.xAxis = xAxis
    self.yAxis = yAxis
    self.series = series
    self.height = height
  }

  /// Each series' name and its last value; empty where a single one has no name.
  var legend: [(name: String, value: String)] {
    guard series.count > 1 || series.contains(where: { $0.name != nil }) else { return [] }
    return series.enumerated().map { index, series in
      let value = (series.smoothed ?? series.y).last { $0.isFinite }
      return (series.name ?? "series \(index + 1)", value.map(Numeral.short) ?? "")
    }
  }
}
