import TextWidth

extension TerminalDrawer {
  func lines(_ scatter: Scatter) -> [StyledLine] {
    var spanX = Interval.Accumulator()
    var spanY = Interval.Accumulator()
    let drawn = scatter.points.filter { point in
      guard let x = Scale.placed(point.x, logarithmic: scatter.xAxis.isLogarithmic),
        let y = Scale.placed(point.y, logarithmic: scatter.yAxis.isLogarithmic)
      else { return false }
      spanX.add(x)
      spanY.add(y)
      return true
    }
    let leftOut = scatter.points.count - drawn.count
    let isLogarithmic = scatter.xAxis.isLogarithmic || scatter.yAxis.isLogarithmic
    guard !drawn.isEmpty else {
      return titleLines(scatter.title) + note("(nothing to draw)")
        + leftOutNote(leftOut, logarithmic: isLogarithmic, indent: 0)
    }
    let frame = PlotFrame(
      title: scatter.title, xAxis: scatter.xAxis, yAxis: scatter.yAxis, x: spanX, y: spanY,
      height: scatter.height, terminal: terminal)
    let groups = groups(of: drawn)
    var cells = CellGrid(columns: frame.columns, rows: frame.rows)
    var canvas = DotCanvas(columns: frame.columns, rows: frame.rows, unicode: terminal.unicode)
    let marks = drawn.compactMap { point -> Mark? in
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
    return frame.lines(around: cells) + legend(groups, drawn, indent: frame.indent)
      + leftOutNote(leftOut, logarithmic: isLogarithmic, indent: frame.indent)
  }

  private struct Mark {
    let dot: (x: Int, y: Int)
    let cell: (column: Int, row: Int)
    let group: Int
    let label: String?
  }

  /// In order of appearance; points without a group are one too.
  private func groups(of points: [Scatter.Point]) -> [String?] {
    var seen: Set<String?> = []
    return points.map(\.group).filter { seen.insert($0).inserted }
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

  private func legend(
    _ groups: [String?], _ points: [Scatter.Point], indent: Int
  ) -> [StyledLine] {
    guard groups.contains(where: { $0 != nil }) else { return [] }
    let indent = terminal.width - indent < 24 ? 0 : indent
    let sizes = Dictionary(points.map { ($0.group, 1) }, uniquingKeysWith: +)
    let entries = groups.enumerated().map { index, group in
      legendEntry(
        group ?? "(no group)", index: index, count: groups.count,
        sample: String(glyphs.point), value: " \(Numeral.count(sizes[group] ?? 0))",
        room: terminal.width - indent)
    }
    return .flowing(entries, separator: "   ", width: terminal.width, indent: indent)
  }
}
