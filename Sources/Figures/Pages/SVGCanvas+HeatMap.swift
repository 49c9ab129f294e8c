extension SVGCanvas {
  mutating func draw(_ map: HeatMap) {
    title(map.title)
    guard map.rows > 0, map.columns > 0 else { return note("nothing to draw") }
    let cells = SampledMatrix(
      map, rows: min(map.rows, Self.mostRows), columns: min(map.columns, Self.mostColumns))
    let range = HeatRange(map, shown: cells.values)
    let rowLabels = Self.labels(map.rowLabels, of: map.rows, shown: cells.rows)
    let columnLabels = Self.labels(map.columnLabels, of: map.columns, shown: cells.columns)
    let longest = rowLabels.map { Self.width(of: Self.fitted($0, width: 140)) }.max() ?? 0
    let left = Self.margin + (longest > 0 ? longest + 8 : 0)
    let room = Self.width - Self.margin - left
    let smallest = rowLabels.isEmpty ? 3.0 : Self.lineHeight
    let width = room / Double(cells.columns)
    let height = max(smallest, min(width, 28, 320 / Double(cells.rows)))
    let columnWidth = min(width, columnLabels.isEmpty ? 40 : 90)
    writeColumns(columnLabels, left: left, width: columnWidth)
    let top = bottom
    drawCells(cells, range, left: left, top: top, width: columnWidth, height: height)
    for (row, label) in rowLabels.enumerated() {
      text(
        Self.fitted(label, width: 140), x: left - 8,
        y: top + (Double(row) + 0.5) * height + Self.fontSize * 0.35, anchor: .end, isDim: true)
    }
    bottom = top + Double(cells.rows) * height + 10
    drawScale(range, hasUndefined: cells.values.contains(where: \.isNaN))
    if cells.rows < map.rows || cells.columns < map.columns {
      note("a cell is the mean of several of the \(map.rows) × \(map.columns) values")
    }
  }

  private static let mostRows = 64
  private static let mostColumns = 128
  private static let mostLabels = 48

  /// One for each row or column that is shown, or none.
  private static func labels(_ labels: [String]?, of count: Int, shown: Int) -> [String] {
    guard let labels, labels.count == count, shown == count, count <= mostLabels else { return [] }
    return labels
  }

  /// Level where they fit, else upwards.
  private mutating func writeColumns(_ labels: [String], left: Double, width: Double) {
    guard !labels.isEmpty, width >= 8 else { return }
    let texts = labels.map { Self.fitted($0, width: 110) }
    let longest = texts.map(Self.width).max() ?? 0
    if longest < width - 4 {
      for (column, text) in texts.enumerated() {
        self.text(
          text, x: left + (Double(column) + 0.5) * width, y: bottom + Self.fontSize,
          anchor: .middle, isDim: true)
      }
      bottom += Self.lineHeight
    } else {
      bottom += longest + 6
      for (column, text) in texts.enumerated() {
        upwards(text, x: left + (Double(column) + 0.5) * width + 5, y: bottom - 4)
      }
    }
  }

  /// A path for each colour, of which there are far fewer than cells.
  private mutating func drawCells(
    _ cells: SampledMatrix, _ range: HeatRange, left: Double, top: Double, width: Double,
    height: Double
  ) {
    var paths: [Paint: String] = [:]
    for row in 0..<cells.rows {
      for column in 0..<cells.columns {
        let paint = range.level(cells.at(row, column))
        // From edge to edge as they are written, or the ground would show between them.
        func edge(_ start: Double, _ cell: Int, _ size: Double) -> Double {
          ((start + Double(cell) * size) * 10).rounded() / 10
        }
        let (x, y) = (edge(left, column, width), edge(top, row, height))
        paths[paint, default: ""] += Self.rectangle(
          x: x, y: y, width: edge(left, column + 1, width) - x,
          height: edge(top, row + 1, height) - y)
      }
    }
    for (paint, path) in paths.sorted(by: { $0.key.hex < $1.key.hex }) {
      fill(path, colour: paint, isCrisp: true)
    }
    guard cells.values.count <= 400, height >= 18 else { return }
    let number = Self.number(of: cells.values)
    let longest = cells.values.map { Self.width(of: number($0)) }.max() ?? 0
    guard longest <= width - 4 else { return }
    for row in 0..<cells.rows {
      for column in 0..<cells.columns where cells.at(row, column).isFinite {
        let value = cells.at(row, column)
        text(
          number(value), x: left + (Double(column) + 0.5) * width,
          y: top + (Double(row) + 0.5) * height + Self.fontSize * 0.35, anchor: .middle,
          on: range.level(value))
      }
    }
  }

  /// Three significant digits of the largest, and as many decimals for all.
  private static func number(of values: [Double]) -> (Double) -> String {
    let sizes = values.filter(\.isFinite).map(abs)
    let largest = sizes.max() ?? 0
    guard largest > 1e-3, largest < 1e6, sizes.contains(where: { $0 != $0.rounded() }) else {
      return Numeral.short
    }
    var (decimals, bound) = (2, 10.0)
    while decimals > 0, largest >= bound { (decimals, bound) = (decimals - 1, bound * 10) }
    return { Numeral.fixed($0, decimals: decimals) }
  }

  private mutating func drawScale(_ range: HeatRange, hasUndefined: Bool) {
    let (low, high) = (Numeral.short(range.interval.low), Numeral.short(range.interval.high))
    let baseline = bottom + Self.fontSize
    text(low, x: Self.margin, y: baseline, isDim: true)
    var x = Self.margin + Self.width(of: low) + 8
    for step in 0..<HeatRange.levels {
      let share = Double(step) / Double(HeatRange.levels - 1)
      let value = range.interval.low * (1 - share) + range.interval.high * share
      fill(
        Self.rectangle(x: x, y: baseline - 12, width: 4, height: 14), colour: range.level(value),
        isCrisp: true)
      x += 4
    }
    text(high, x: x + 8, y: baseline, isDim: true)
    if hasUndefined {
      x += 24 + Self.width(of: high)
      fill(
        Self.rectangle(x: x, y: baseline - 12, width: 14, height: 14),
        colour: ColourMap.undefined)
      text("not a number", x: x + 20, y: baseline, isDim: true)
    }
    bottom += Self.lineHeight
  }
}

extension HeatRange {
  /// A picture in SVG has no more colours than this.
  fileprivate static let levels = 41

  /// The colour of the level that is nearest.
  fileprivate func level(_ value: Double) -> Paint {
    guard !value.isNaN else { return paint(.nan) }
    let steps = Double(Self.levels - 1)
    let share = (min(max(0, interval.position(of: value)), 1) * steps).rounded() / steps
    return paint(interval.low * (1 - share) + interval.high * share)
  }
}
