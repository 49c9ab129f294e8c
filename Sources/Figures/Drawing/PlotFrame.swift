import TextWidth

/// The frame of a plot: title, axes with ticks and captions, and the space left inside.
struct PlotFrame {
  let title: String?
  let xAxis: Axis
  let yAxis: Axis
  let x: Scale
  let y: Scale
  let columns: Int
  let rows: Int
  private let gutter: Int
  private let terminal: Terminal

  /// Wider plots than this don't read better.
  private static let widest = 100

  init(
    title: String?, xAxis: Axis, yAxis: Axis, x: Interval.Accumulator, y: Interval.Accumulator,
    height: Int?, wholeX: Bool = false, wholeY: Bool = false, terminal: Terminal
  ) {
    self.title = title
    self.xAxis = xAxis
    self.yAxis = yAxis
    self.terminal = terminal
    let width = min(Self.widest, terminal.width)
    let room =
      height.map { min(max(3, $0), 100) } ?? max(7, min(13, terminal.height - 8, width / 4))
    self.y = Scale(
      y, logarithmic: yAxis.isLogarithmic, count: max(2, room / 3), reachesTicks: true,
      whole: wholeY)
    // Rows that the ticks divide evenly.
    let ends = [self.y.ticks.first, self.y.ticks.last].compactMap { $0?.position.rounded() }
    let steps = self.y.ticks.count - 1
    rows = steps > 0 && room > steps && ends == [0, 1] ? (room - 1) / steps * steps + 1 : room
    gutter = min(width / 2, self.y.ticks.map(\.label.count).max() ?? 0)
    columns = max(4, width - gutter - 2)
    self.x = Scale(
      x, logarithmic: xAxis.isLogarithmic, count: max(2, columns / 9), whole: wholeX)
  }

  func lines(around plot: CellGrid) -> [StyledLine] {
    var lines: [StyledLine] = []
    if let title { lines.append(fitted(title, .bold)) }
    if let caption = yAxis.caption { lines.append(fitted(caption, .dim)) }
    let labels = yLabels()
    for row in 0..<rows {
      let label = labels[row]
      var line = StyledLine(
        (label ?? "").clipped(toWidth: gutter, ellipsis: "").padded(
          toWidth: gutter, alignment: .right) + " ", .dim)
      line.append(String(label == nil ? terminal.glyphs.vertical : terminal.glyphs.tickRight), .dim)
      line.append(plot.line(row))
      lines.append(line)
    }
    lines += xLines()
    if let caption = xAxis.caption {
      var line = StyledLine()
      let text = terminal.clean(caption).clipped(
        toWidth: columns, ellipsis: terminal.glyphs.ellipsis)
      line.pad(to: gutter + 2 + (columns - DisplayWidth.of(text)) / 2)
      line.append(text, .dim)
      lines.append(line)
    }
    return lines
  }

  /// Where the plot begins.
  var indent: Int { gutter + 2 }

  private func cell(_ position: Double, of count: Int) -> Int {
    min(max(0, Int(position * Double(count))), count - 1)
  }

  private func fitted(_ text: String, _ ink: Ink) -> StyledLine {
    StyledLine(
      terminal.clean(text, upTo: terminal.width).clipped(
        toWidth: terminal.width, ellipsis: terminal.glyphs.ellipsis), ink)
  }

  private func yLabels() -> [String?] {
    var labels = [String?](repeating: nil, count: rows)
    for tick in y.ticks where (-1e-9...1 + 1e-9).contains(tick.position) {
      labels[rows - 1 - cell(tick.position, of: rows)] = tick.label
    }
    return labels
  }

  /// The axis and the labels below it, those that would touch their neighbour left out.
  private func xLines() -> [StyledLine] {
    var axis = Array(repeating: terminal.glyphs.rule, count: columns)
    var labels = StyledLine()
    labels.pad(to: gutter + 1)
    for tick in x.ticks where (-1e-9...1 + 1e-9).contains(tick.position) {
      let column = cell(tick.position, of: columns)
      let end = gutter + 2 + columns
      let start = min(
        max(gutter + 1, gutter + 2 + column - tick.label.count / 2), end - tick.label.count)
      guard start > labels.width || start == gutter + 1 && labels.width == start,
        start + tick.label.count <= end
      else { continue }
      axis[column] = terminal.glyphs.tickDown
      labels.pad(to: start)
      labels.append(tick.label, .dim)
    }
    var line = StyledLine()
    line.pad(to: gutter + 1)
    line.append(String(terminal.glyphs.corner) + String(axis), .dim)
    return [line, labels]
  }
}
