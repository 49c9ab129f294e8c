extension SVGCanvas {
  mutating func draw(_ scatter: Scatter) {
    let placed = PlacedPoints(scatter)
    guard !placed.points.isEmpty else {
      title(scatter.title)
      return note(placed.leftOutNote ?? "nothing to draw")
    }
    let frame = SVGFrame(
      on: &self, title: scatter.title, xAxis: scatter.xAxis, yAxis: scatter.yAxis, x: placed.x,
      y: placed.y)
    let many = placed.points.count > Self.mostNamedPoints
    for (index, group) in placed.groups.enumerated() {
      series(index) { canvas in
        var path = ""
        for point in placed.points where point.group == group {
          guard let x = frame.x.position(of: point.x), let y = frame.y.position(of: point.y)
          else { continue }
          let mark = Self.mark(index, x: frame.x(x), y: frame.y(y), size: many ? 2 : 4)
          guard !many, let label = point.label, !label.isEmpty else {
            path += mark
            continue
          }
          canvas.named(label) { $0.fill(mark) }
        }
        canvas.fill(path)
      }
    }
    if !many { write(placed.points, in: frame) }
    legend(placed.legend.map { "\($0.name) (\($0.value))" }) { canvas, index, x, y in
      canvas.fill(Self.mark(index, x: x + 20, y: y, size: 4))
    }
    note(placed.leftOutNote)
  }

  /// More points than this are drawn small and without their labels.
  private static let mostNamedPoints = 2000

  /// Labels beside their points, those left out that would cover another.
  private mutating func write(_ points: [Scatter.Point], in frame: SVGFrame) {
    var taken: [(x: ClosedRange<Double>, y: ClosedRange<Double>)] = []
    for point in points {
      guard let label = point.label, !label.isEmpty, let x = frame.x.position(of: point.x),
        let y = frame.y.position(of: point.y)
      else { continue }
      let text = Self.fitted(label, width: 120)
      let width = Self.width(of: text)
      let isLeft = frame.x(x) + 7 + width > frame.right
      let start = isLeft ? frame.x(x) - 7 - width : frame.x(x) + 7
      let box = (
        x: start...start + width, y: frame.y(y) - Self.fontSize / 2...frame.y(y) + Self.fontSize / 2
      )
      guard taken.count < 200,
        !taken.contains(where: { $0.x.overlaps(box.x) && $0.y.overlaps(box.y) })
      else { continue }
      taken.append(box)
      self.text(text, x: start, y: frame.y(y) + Self.fontSize * 0.35, isDim: true)
    }
  }

  /// Groups differ by shape as well as by colour: discs, squares, triangles, diamonds.
  private static func mark(_ group: Int, x: Double, y: Double, size: Double) -> String {
    func corners(_ points: [(Double, Double)]) -> String {
      points.enumerated().map { index, point in
        (index == 0 ? "M" : "L") + Markup.number(x + point.0 * size) + " "
          + Markup.number(y + point.1 * size)
      }.joined() + "z"
    }
    switch group % 4 {
    case 0: return disc(x: x, y: y, radius: size)
    case 1: return rectangle(x: x - size, y: y - size, width: 2 * size, height: 2 * size)
    case 2: return corners([(0, -1.3), (1.2, 0.9), (-1.2, 0.9)])
    default: return corners([(0, -1.4), (1.4, 0), (0, 1.4), (-1.4, 0)])
    }
  }
}
