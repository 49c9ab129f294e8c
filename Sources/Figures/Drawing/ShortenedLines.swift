/// Lines of which the first are shown, and what the others hold is counted.
struct ShortenedLines {
  /// More lines than this are cut.
  static let limit = 40

  /// `last` is how many items, lines or fields come to an end with the line.
  private var lines: [(line: StyledLine, last: Int)]
  private let unit: String
  private let total: Int

  /// - Parameters:
  ///   - unit: what is counted: `line`, `item`.
  ///   - total: how many there are; nil where each line is one of them.
  init(_ lines: [(line: StyledLine, last: Int)], unit: String, total: Int? = nil) {
    self.lines = lines
    self.unit = unit
    self.total = total ?? lines.count
  }

  func drawn(by drawer: TerminalDrawer) -> [StyledLine] {
    let isComplete = (lines.last?.last ?? 0) >= total
    guard lines.count > Self.limit || !isComplete else { return lines.map(\.line) }
    let shown = lines.prefix(Self.limit - 1)
    let left = total - (shown.last?.last ?? 0)
    let rest = "\(Numeral.count(left)) more \(unit)\(left == 1 ? "" : "s")"
    return shown.map(\.line) + drawer.note("\(drawer.glyphs.ellipsis) \(rest)")
  }
}
