/// Dots finer than a terminal's cells: braille's 2 × 4 in a cell, or 1 × 2 in ASCII.
struct DotCanvas {
  let width: Int
  let height: Int
  private let unicode: Bool
  private let dotsAcross: Int
  private let dotsDown: Int
  private var grid: [(dots: UInt8, ink: Ink)]
  private let columns: Int

  init(columns: Int, rows: Int, unicode: Bool) {
    self.columns = max(1, columns)
    self.unicode = unicode
    dotsAcross = unicode ? 2 : 1
    dotsDown = unicode ? 4 : 2
    width = self.columns * dotsAcross
    height = max(1, rows) * dotsDown
    grid = Array(repeating: (0, .plain), count: self.columns * max(1, rows))
  }

  /// The dot at `x` from the left and `y` from the bottom, both 0 … 1.
  func dot(x: Double, y: Double) -> (x: Int, y: Int) {
    func index(_ share: Double, _ count: Int) -> Int {
      Int((min(max(0, share), 1) * Double(count - 1)).rounded())
    }
    return (index(x, width), height - 1 - index(y, height))
  }

  func cell(of dot: (x: Int, y: Int)) -> (column: Int, row: Int) {
    (dot.x / dotsAcross, dot.y / dotsDown)
  }

  mutating func set(_ dot: (x: Int, y: Int), _ ink: Ink) {
    let (column, row) = cell(of: dot)
    let bit = Self.braille[dot.y % dotsDown * 2 + dot.x % dotsAcross]
    grid[row * columns + column].dots |= bit
    grid[row * columns + column].ink = ink
  }

  /// Bresenham's line.
  mutating func line(from start: (x: Int, y: Int), to end: (x: Int, y: Int), _ ink: Ink) {
    let across = abs(end.x - start.x)
    let down = -abs(end.y - start.y)
    var error = across + down
    var dot = start
    while true {
      set(dot, ink)
      if dot == end { return }
      let doubled = 2 * error
      if doubled >= down {
        error += down
        dot.x += start.x < end.x ? 1 : -1
      }
      if doubled <= across {
        error += across
        dot.y += start.y < end.y ? 1 : -1
      }
    }
  }

  func stamp(on cells: inout CellGrid) {
    for (index, cell) in grid.enumerated() where cell.dots != 0 {
      cells.set(glyph(cell.dots), cell.ink, column: index % columns, row: index / columns)
    }
  }

  private func glyph(_ dots: UInt8) -> Character {
    guard unicode else { return dots == 1 ? "'" : dots == 2 ? "." : ":" }
    return Unicode.Scalar(0x2800 + UInt32(dots)).map(Character.init) ?? " "
  }

  /// Bits of a braille cell, two dots a row.
  private static let braille: [UInt8] = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80]
}
