extension TerminalDrawer {
  func lines(_ chart: LineChart) -> [StyledLine] {
    var spanX = Interval.Accumulator()
    var spanY = Interval.Accumulator()
    var leftOut = 0
    let isLogarithmic = chart.xAxis.isLogarithmic || chart.yAxis.isLogarithmic
    let curves = chart.series.map { series in
      series.points.map { point -> (x: Double, y: Double)? in
        guard let x = Scale.placed(point.x, logarithmic: chart.xAxis.isLogarithmic),
          let y = Scale.placed(point.y, logarithmic: chart.yAxis.isLogarithmic)
        else {
          leftOut += 1
          return nil
        }
        spanX.add(x)
        spanY.add(y)
        return (point.x, point.y)
      }
    }
    guard spanY.count > 0 else {
      return titleLines(chart.title) + note("(nothing to draw)")
        + leftOutNote(leftOut, logarithmic: isLogarithmic, indent: 0)
    }
    let frame = PlotFrame(
      title: chart.title, xAxis: chart.xAxis, yAxis: chart.yAxis, x: spanX, y: spanY,
      height: chart.height,
      wholeX: !chart.xAxis.isLogarithmic
        && curves.joined().allSatisfy { $0.map { $0.x == $0.x.rounded() } ?? true },
      terminal: terminal)
    var cells = CellGrid(columns: frame.columns, rows: frame.rows)
    var canvas = DotCanvas(
      columns: frame.columns, rows: frame.rows, unicode: terminal.unicode)
    var points: [Overlay] = []
    for (index, curve) in curves.enumerated() {
      points += draw(curve, of: index, among: curves.count, in: frame, on: &canvas)
    }
    canvas.stamp(on: &cells)
    for point in points {
      cells.set(point.character, point.ink, column: point.column, row: point.row)
    }
    return frame.lines(around: cells) + legend(chart, indent: frame.indent)
      + leftOutNote(leftOut, logarithmic: isLogarithmic, indent: frame.indent)
  }

  /// A character over the dots.
  private struct Overlay {
    let character: Character
    let ink: Ink
    let column: Int
    let row: Int
  }

  private func draw(
    _ curve: [(x: Double, y: Double)?], of index: Int, among count: Int, in frame: PlotFrame,
    on canvas: inout DotCanvas
  ) -> [Overlay] {
    let ink = ink(ofSeries: index)
    var overlays: [Overlay] = []
    var markers: [Overlay] = []
    var previous: (x: Int, y: Int)?
    var strokes = 0
    let spacing = max(4, frame.columns / 5)
    var nextMarker = spacing * index / max(1, count)
    var last: Overlay?
    for point in curve {
      guard let point, let x = frame.x.position(of: point.x), let y = frame.y.position(of: point.y)
      else {
        if strokes == 0, let last { overlays.append(last) }
        (previous, strokes) = (nil, 0)
        continue
      }
      let dot = canvas.dot(x: x, y: y)
      if let previous {
        canvas.line(from: previous, to: dot, ink)
        strokes += 1
      } else {
        canvas.set(dot, ink)
      }
      previous = dot
      let cell = canvas.cell(of: dot)
      // A single dot of braille is easily overlooked.
      last = Overlay(character: glyphs.point, ink: ink, column: cell.column, row: cell.row)
      if cell.column >= nextMarker {
        markers.append(
          Overlay(
            character: marker(ofSeries: index), ink: ink, column: cell.column, row: cell.row))
        nextMarker = cell.column + spacing
      }
    }
    if previous != nil, strokes == 0, let last { overlays.append(last) }
    if markers.isEmpty, let last {
      markers = [
        Overlay(
          character: marker(ofSeries: index), ink: ink, column: last.column, row: last.row)
      ]
    }
    return needsMarkers(count) ? overlays + markers : overlays
  }

  private func legend(_ chart: LineChart, indent: Int) -> [StyledLine] {
    let indent = terminal.width - indent < 24 ? 0 : indent
    guard chart.series.count > 1 || chart.series.contains(where: { $0.name != nil }) else {
      return []
    }
    let entries = chart.series.enumerated().map { index, series in
      let value = series.y.last { $0.isFinite }.map { " " + Numeral.short($0) } ?? ""
      return legendEntry(
        series.name ?? "series \(index + 1)", index: index, count: chart.series.count, value: value,
        room: terminal.width - indent)
    }
    return .flowing(entries, separator: "   ", width: terminal.width, indent: indent)
  }

  /// A sample of the line, the name, and a figure that belongs to it.
  func legendEntry(
    _ name: String, index: Int, count: Int, sample: String? = nil, value: String, room: Int
  ) -> StyledLine {
    var entry = StyledLine()
    if needsMarkers(count) {
      entry.append("\(marker(ofSeries: index)) ", ink(ofSeries: index))
    } else if terminal.colour > .none {
      entry.append((sample ?? glyphs.line) + " ", ink(ofSeries: index))
    }
    entry.append(fitted(name, width: max(4, room - entry.width - value.count)))
    entry.append(value, .dim)
    return entry
  }

  func leftOutNote(_ count: Int, logarithmic: Bool = false, indent: Int) -> [StyledLine] {
    guard count > 0 else { return [] }
    let values = count == 1 ? "1 value" : "\(Numeral.count(count)) values"
    let reasons = logarithmic ? "NaN, infinite or not above zero" : "NaN or infinite"
    return note("\(values) not drawn: \(reasons)", indent: indent)
  }
}
