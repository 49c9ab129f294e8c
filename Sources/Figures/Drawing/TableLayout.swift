import TextWidth

/// A table's cells as text, and the columns that fit a width.
struct TableLayout {
  struct Column {
    let header: String
    let isNumeric: Bool
    /// One for each shown row.
    let cells: [String]
    /// Empty when nothing in the column is marked.
    let best: Set<Int>
    /// Without the mark's column.
    var width: Int
    let least: Int

    var total: Int { width + (best.isEmpty ? 0 : 1) }
  }

  private(set) var columns: [Column]
  /// Names of the columns that don't fit.
  let hidden: [String]
  static let gap = 2

  init(_ table: Table, rows: [Int], terminal: Terminal) {
    let room = terminal.width
    var columns: [Column] = []
    var least = -Self.gap
    for index in table.columns.indices {
      let column = Self.column(index, of: table, rows: rows, terminal: terminal)
      let need = least + Self.gap + column.least + (column.best.isEmpty ? 0 : 1)
      if need > room, !columns.isEmpty { break }
      least = need
      columns.append(column)
    }
    hidden = table.columns.dropFirst(columns.count).map(\.name)
    // The widest column gives way first, a column at a time.
    var total = columns.reduce(-Self.gap) { $0 + $1.total + Self.gap }
    while total > room {
      let widest = columns.indices.filter { columns[$0].width > columns[$0].least }
        .max { columns[$0].width < columns[$1].width }
      guard let widest else { break }
      columns[widest].width -= 1
      total -= 1
    }
    if total > room, columns.count == 1 { columns[0].width -= total - room }
    self.columns = columns
  }

  private static func column(
    _ index: Int, of table: Table, rows: [Int], terminal: Terminal
  ) -> Column {
    let column = table.columns[index]
    let values = rows.map { table.cell($0, index) }
    let number = column.kind.writer(of: values)
    let cells = values.map { value -> String in
      switch value {
      case .text(let text): terminal.clean(text, upTo: terminal.width)
      case .number(let x): number(x)
      case .missing: terminal.glyphs.dash
      }
    }
    let header = terminal.clean(column.name, upTo: terminal.width)
    let content = cells.map { DisplayWidth.of($0) }.max() ?? 0
    let named = DisplayWidth.of(header)
    let isNumeric = if case .number = column.kind { true } else { false }
    // Figures are shown whole or not at all; words may lose their end.
    let least = isNumeric ? max(min(named, 4), min(content, 16)) : min(max(named, content), 6)
    return Column(
      header: header, isNumeric: isNumeric, cells: cells, best: table.bestRows(index),
      width: min(max(named, content), terminal.width), least: least)
  }
}
