extension SVGCanvas {
  mutating func draw(_ chart: LineChart) {
    let curves = PlacedCurves(chart)
    guard curves.y.count > 0 else {
      title(chart.title)
      return note(curves.leftOutNote ?? "nothing to draw")
    }
    let frame = SVGFrame(
      on: &self, title: chart.title, xAxis: chart.xAxis, yAxis: chart.yAxis, x: curves.x,
      y: curves.y, wholeX: curves.hasWholeX)
    for (index, curve) in curves.curves.enumerated() {
      let dash = Self.dashes[index % Self.dashes.count]
      series(index) { canvas in
        if let smoothed = curve.smoothed {
          canvas.stroke(Self.path(curve.points, in: frame), width: 1, opacity: 0.35)
          canvas.stroke(Self.path(smoothed, in: frame), width: 2, dash: dash)
        } else {
          canvas.stroke(Self.path(curve.points, in: frame), width: 2, dash: dash)
        }
        canvas.fill(Self.lonePoints(curve.points, in: frame))
      }
    }
    legend(chart.legend.map { "\($0.name) \($0.value)" }) { canvas, index, x, y in
      canvas.stroke(
        "M\(Markup.number(x)) \(Markup.number(y))h26", width: 2,
        dash: Self.dashes[index % Self.dashes.count])
    }
    note(curves.leftOutNote)
  }

  /// What distinguishes series to readers who don't see their colours.
  private static let dashes: [String?] = [nil, "7 3", "2 3", "9 3 2 3", "4 2", "12 4"]

  /// One stroke for each stretch without a gap; a pixel's many points become its extremes.
  private static func path(_ points: [PlacedCurves.Point?], in frame: SVGFrame) -> String {
    var path = ""
    var stretch: [(x: Double, y: Double)] = []
    func end() {
      for (index, point) in thinned(stretch).enumerated() {
        path += "\(index == 0 ? "M" : "L")\(Markup.number(point.x)) \(Markup.number(point.y))"
      }
      stretch = []
    }
    for point in points {
      if let point, let spot = frame.spot(of: point) { stretch.append(spot) } else { end() }
    }
    end()
    return path
  }

  /// Of points in order along x, at most four for each half unit: the first, both extremes, the last.
  private static func thinned(_ points: [(x: Double, y: Double)]) -> [(x: Double, y: Double)] {
    guard points.count > 2000 else { return points.count > 1 ? points : [] }
    var result: [(x: Double, y: Double)] = []
    var start = 0
    while start < points.count {
      let column = (2 * points[start].x).rounded()
      var end = start + 1
      var (low, high) = (start, start)
      while end < points.count, (2 * points[end].x).rounded() == column {
        if points[end].y < points[low].y { low = end }
        if points[end].y > points[high].y { high = end }
        end += 1
      }
      result += Set([start, low, high, end - 1]).sorted().map { points[$0] }
      start = end
    }
    return result
  }

  /// Points between gaps, which no line shows.
  private static func lonePoints(_ points: [PlacedCurves.Point?], in frame: SVGFrame) -> String {
    points.indices.reduce(into: "") { path, index in
      guard let point = points[index], let spot = frame.spot(of: point),
        index == 0 || points[index - 1] == nil,
        index == points.count - 1 || points[index + 1] == nil
      else { return }
      path += disc(x: spot.x, y: spot.y, radius: 3)
    }
  }
}

extension SVGFrame {
  fileprivate func spot(of point: PlacedCurves.Point) -> (x: Double, y: Double)? {
    guard let x = x.position(of: point.x), let y = y.position(of: point.y) else { return nil }
    return (self.x(x), self.y(y))
  }
}
