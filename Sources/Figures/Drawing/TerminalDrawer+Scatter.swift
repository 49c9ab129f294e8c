import TextWidth

extension TerminalDrawer {
  func lines(_ scatter: Scatter) -> [StyledLine] {
    let placed = PlacedPoints(scatter)
    guard !placed.points.isEmpty else {
      return titleLines(scatter.title) + note("(nothing to draw)")
        + (placed.leftOutNote.map { note($0) } ?? [])
    }
    let groups = placed.groups
    let frame = PlotFrame(
      title: scatter.title, xAxis: scatter.xAxis, yAxis: scatter.yAxis, x: placed.x, y: placed.y,
      height: scatter.height, terminal: terminal)
    var cells = CellGrid(columns: frame.columns, rows: frame.rows)
    var canvas = DotCanvas(columns: frame.columns, rows: frame.rows, unicode: terminal.unicode)
    let marks = placed.points.compactMap { point -> Mark? in
      guard let x = frame.x.position(of: point.x), let y = frame.y.position(of: point.y) else {
        return nil
      }
      let dot = canvas.dot(x: x, y: y)
      let group = groups.firstIndex(of: point.group) ?? 0
      return Mark(dot: dot, cell: canvas.cell(of: dot), group: group, label: point.label)
    }
    // Many points show their density in braille; few are better seen as signs.
    if terminal.unicode, marks.count > 200, !needsMarkers(groups.count) {
      for mark in marks { canvas.set(mark.dot, ink(ofSeries: mark.group)) }
      canvas.stamp(on: &cells)
    } else {
      let usesMarkers = needsMarkers(groups.count)
      for mark in marks {
        cells.set(
          usesMarkers ? marker(ofSeries: mark.group) : glyphs.point, ink(ofSeries: mark.group),
          column: mark.cell.column, row: mark.cell.row)
      }
    }
    for mark in marks { write(mark, on: &cells) }
    return frame.lines(around: cells) + legend(placed, indent: frame.indent)
      + (placed.leftOutNote.map { note($0, indent: frame.indent) } ?? [])
  }

  private struct Mark {
    let dot: (x: Int, y: Int)
    let cell: (column: Int, row: Int)
    let group: Int
    let label: String?
  }

  /// Writes a point's label right or left of it, where nothing else is.
  private func write(_ mark: Mark, on cells: inout CellGrid) {
    guard let label = mark.label, !label.isEmpty else { return }
    let text = fitted(label, width: min(16, cells.columns / 3))
    let width = DisplayWidth.of(text)
    let (column, row) = mark.cell
    let right = column + 1..<column + 1 + width
    let left = column - width..<column
    for span in [right, left] where span.lowerBound >= 0 && span.upperBound <= cells.columns {
      if cells.isBlank(span, row: row) {
        return cells.write(text, .dim, column: span.lowerBound, row: row)
      }
    }
  }

  private func legend(_ placed: PlacedPoints, indent: Int) -> [StyledLine] {
    let indent = terminal.width - indent < 24 ? 0 : indent
    let entries = placed.legend.enumerated().map { index, entry in
      legendEntry(
        entry.name, index: index, count: placed.groups.count, sample: String(glyphs.point),
        value: " " + entry.value, room: terminal.width - indent)
    }
    return .flowing(entries, separator: "   ", width: terminal.width, indent: indent)
  }
}
