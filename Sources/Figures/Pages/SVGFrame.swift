import TextWidth

/// The axes of a picture in SVG, and where values are between them.
struct SVGFrame {
  let x: Scale
  let y: Scale
  private let xAxis: Axis
  private let yAxis: Axis
  let left: Double
  let right = SVGCanvas.width - SVGCanvas.margin - 8
  let top: Double
  let bottom: Double

  private static let plotHeight = 220.0

  /// Draws title and axes on `canvas`, which then continues below them.
  init(
    on canvas: inout SVGCanvas, title: String?, xAxis: Axis, yAxis: Axis, x: Interval.Accumulator,
    y: Interval.Accumulator, wholeX: Bool = false, wholeY: Bool = false
  ) {
    self.xAxis = xAxis
    self.yAxis = yAxis
    self.y = Scale(
      y, logarithmic: yAxis.isLogarithmic, count: 5, reachesTicks: true, whole: wholeY)
    let labels = self.y.ticks.map { SVGCanvas.width(of: $0.label) }.max() ?? 0
    left = SVGCanvas.margin + min(labels, SVGCanvas.width / 3) + 8
    self.x = Scale(x, logarithmic: xAxis.isLogarithmic, count: 7, whole: wholeX)
    canvas.title(title)
    if let caption = yAxis.caption {
      canvas.text(
        SVGCanvas.fitted(caption, width: SVGCanvas.width - 2 * SVGCanvas.margin),
        x: SVGCanvas.margin, y: canvas.bottom + SVGCanvas.fontSize, isDim: true)
      canvas.bottom += SVGCanvas.lineHeight
    }
    top = canvas.bottom + 8
    bottom = top + Self.plotHeight
    drawAxes(on: &canvas)
  }

  func x(_ position: Double) -> Double { left + min(max(0, position), 1) * (right - left) }
  func y(_ position: Double) -> Double { bottom - min(max(0, position), 1) * (bottom - top) }

  private func drawAxes(on canvas: inout SVGCanvas) {
    var grid = ""
    for tick in y.ticks where (-1e-9...1 + 1e-9).contains(tick.position) {
      let y = y(tick.position)
      canvas.text(
        tick.label, x: left - 8, y: y + SVGCanvas.fontSize * 0.35, anchor: .end, isDim: true)
      grid += "M\(Markup.number(left)) \(Markup.number(y))H\(Markup.number(right))"
    }
    canvas.stroke(grid, opacity: 0.18)
    let (l, r, b) = (Markup.number(left), Markup.number(right), Markup.number(bottom))
    var axis = "M\(l) \(Markup.number(top))V\(b)H\(r)"
    var end = -Double.infinity
    for tick in x.ticks where (-1e-9...1 + 1e-9).contains(tick.position) {
      let x = x(tick.position)
      let width = SVGCanvas.width(of: tick.label)
      let middle = min(max(x, width / 2 + 2), SVGCanvas.width - width / 2 - 2)
      guard middle - width / 2 > end else { continue }
      end = middle + width / 2 + 8
      axis += "M\(Markup.number(x)) \(b)v5"
      canvas.text(
        tick.label, x: middle, y: bottom + 7 + SVGCanvas.fontSize, anchor: .middle, isDim: true)
    }
    canvas.stroke(axis, opacity: 0.6)
    canvas.bottom = bottom + 7 + SVGCanvas.lineHeight
    if let caption = xAxis.caption {
      canvas.text(
        SVGCanvas.fitted(caption, width: right - left), x: (left + right) / 2,
        y: canvas.bottom + SVGCanvas.fontSize, anchor: .middle, isDim: true)
      canvas.bottom += SVGCanvas.lineHeight
    }
  }
}

extension SVGCanvas {
  mutating func title(_ title: String?) {
    guard let title else { return }
    text(
      Self.fitted(title, width: Self.width - 2 * Self.margin), x: Self.margin,
      y: bottom + Self.fontSize, isBold: true)
    bottom += Self.lineHeight + 2
  }

  /// A remark under the picture.
  mutating func note(_ note: String?) {
    guard let note else { return }
    let columns = Int((Self.width - 2 * Self.margin) / (Self.fontSize * 0.58))
    for line in note.wrapped(toWidth: columns) {
      text(String(line), x: Self.margin, y: bottom + Self.fontSize, isDim: true)
      bottom += Self.lineHeight
    }
  }

  /// Entries side by side, each a sample that `sample` draws at (x, y) in its series' colour, and a
  /// text.
  mutating func legend(
    _ entries: [String], sample: (inout SVGCanvas, _ index: Int, _ x: Double, _ y: Double) -> Void
  ) {
    guard !entries.isEmpty else { return }
    let swatch = 34.0
    let room = Self.width - 2 * Self.margin
    var x = Self.margin
    for (index, entry) in entries.enumerated() {
      let text = Self.fitted(entry, width: room - swatch)
      let width = swatch + Self.width(of: text)
      if x > Self.margin, x + width > Self.width - Self.margin {
        x = Self.margin
        bottom += Self.lineHeight
      }
      let middle = bottom + Self.fontSize * 0.65
      series(index) { sample(&$0, index, x, middle) }
      self.text(text, x: x + swatch, y: bottom + Self.fontSize)
      x += width + 18
    }
    bottom += Self.lineHeight
  }
}
