extension TerminalDrawer {
  func lines(_ histogram: Histogram) -> [StyledLine] {
    let counts = histogram.counts.map { max(0, $0) }
    guard counts.contains(where: { $0 > 0 }) else {
      return titleLines(histogram.title) + note("(nothing to count)")
        + leftOutNote(histogram.leftOut, indent: 0)
    }
    let interval = Interval(histogram.range.lowerBound, histogram.range.upperBound)
    var x = Interval.Accumulator()
    x.add(interval.low)
    x.add(interval.high)
    // A first frame gives the width; the heights follow from how many bins share a column.
    func frame(_ top: Int) -> PlotFrame {
      var y = Interval.Accumulator()
      y.add(0)
      y.add(Double(top))
      return PlotFrame(
        title: histogram.title, xAxis: histogram.xAxis, yAxis: Axis("count"), x: x, y: y,
        height: histogram.height, wholeY: true, terminal: terminal)
    }
    let room = frame(Histogram.sum(counts[...]))
    let bins = histogram.merged(to: room.columns)
    let framed = frame(bins.max() ?? 1)
    var cells = CellGrid(columns: framed.columns, rows: framed.rows)
    for column in 0..<framed.columns {
      let bin = min(bins.count - 1, column * bins.count / framed.columns)
      guard bins[bin] > 0, let share = framed.y.position(of: Double(bins[bin])) else { continue }
      fill(column, share: share, on: &cells)
    }
    return framed.lines(around: cells) + leftOutNote(histogram.leftOut, indent: framed.indent)
  }

  /// A column as high as its share, by eighths of a cell, never invisible.
  private func fill(_ column: Int, share: Double, on cells: inout CellGrid) {
    let ink = ink(ofSeries: 0)
    let steps = terminal.unicode ? 8 : 1
    let height = max(1, Int((share * Double(cells.rows * steps)).rounded()))
    for row in 0..<cells.rows {
      let filled = min(steps, height - row * steps)
      guard filled > 0 else { break }
      let character = terminal.unicode ? glyphs.levels[filled - 1] : "#"
      cells.set(character, ink, column: column, row: cells.rows - 1 - row)
    }
  }
}
