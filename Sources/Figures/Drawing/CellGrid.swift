import TextWidth

/// A rectangle of terminal cells that can be written in any order.
struct CellGrid {
  let columns: Int
  let rows: Int
  /// nil is the right half of a wide character.
  private var cells: [(character: Character?, ink: Ink)]

  init(columns: Int, rows: Int) {
    self.columns = max(1, columns)
    self.rows = max(1, rows)
    cells = Array(repeating: (" ", .plain), count: self.columns * self.rows)
  }

  subscript(column: Int, row: Int) -> Character? { cells[row * columns + column].character }

  func isBlank(_ columns: Range<Int>, row: Int) -> Bool {
    columns.allSatisfy { self[$0, row] == " " }
  }

  mutating func set(_ character: Character, _ ink: Ink = .plain, column: Int, row: Int) {
    cells[row * columns + column] = (character, ink)
  }

  /// Writes what fits between `column` and the right edge.
  mutating func write(_ text: String, _ ink: Ink = .plain, column: Int, row: Int) {
    var column = column
    for character in text.clipped(toWidth: columns - column, ellipsis: "") {
      let width = DisplayWidth.of(character)
      guard width > 0 else { continue }
      set(character, ink, column: column, row: row)
      if width == 2 { cells[row * columns + column + 1] = (nil, ink) }
      column += width
    }
  }

  func line(_ row: Int) -> StyledLine {
    cells[row * columns..<(row + 1) * columns].reduce(into: StyledLine()) { line, cell in
      if let character = cell.character { line.append(String(character), cell.ink) }
    }
  }
}
