extension TerminalDrawer {
  func lines(_ chart: LineChart) -> [StyledLine] {
    let placed = PlacedCurves(chart)
    guard placed.y.count > 0 else {
      return titleLines(chart.title) + note("(nothing to draw)")
        + (placed.leftOutNote.map { note($0) } ?? [])
    }
    let frame = PlotFrame(
      title: chart.title, xAxis: chart.xAxis, yAxis: chart.yAxis, x: placed.x, y: placed.y,
      height: chart.height, wholeX: placed.hasWholeX, terminal: terminal)
    var cells = CellGrid(columns: frame.columns, rows: frame.rows)
    var canvas = DotCanvas(
      columns: frame.columns, rows: frame.rows, unicode: terminal.unicode)
    // Without colour nothing tells a noisy curve from its means: those alone are drawn.
    if terminal.colour > .none {
      for curve in placed.curves where curve.smoothed != nil {
        _ = draw(curve.points, of: 0, among: 1, in: frame, on: &canvas, ink: .dim)
      }
    }
    var points: [Overlay] = []
    for (index, curve) in placed.curves.enumerated() {
      points += draw(
        curve.smoothed ?? curve.points, of: index, among: placed.curves.count, in: frame,
        on: &canvas, ink: ink(ofSeries: index))
    }
    canvas.stamp(on: &cells)
    for point in points {
      cells.set(point.character, point.ink, column: point.column, row: point.row)
    }
    return frame.lines(around: cells) + legend(chart, indent: frame.indent)
      + (placed.leftOutNote.map { note($0, indent: frame.indent) } ?? [])
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
    on canvas: inout DotCanvas, ink: Ink
  ) -> [Overlay] {
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
    let entries = chart.legend.enumerated().map { index, entry in
      legendEntry(
        entry.name, index: index, count: chart.series.count,
        value: entry.value.isEmpty ? "" : " " + entry.value, room: terminal.width - indent)
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
    LeftOut.note(count, logarithmic: logarithmic).map { note($0, indent: indent) } ?? []
  }
}
