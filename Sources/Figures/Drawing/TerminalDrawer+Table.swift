import TextWidth

extension TerminalDrawer {
  func lines(_ table: Table) -> [StyledLine] {
    guard !table.columns.isEmpty else { return titleLines(table.title) + note("(no columns)") }
    let limit = max(2, table.maxRows ?? max(6, min(40, terminal.height - 6)))
    let hiddenRows = table.rows.count > limit ? table.rows.count - limit : 0
    let head = hiddenRows > 0 ? limit - max(1, limit / 3) : table.rows.count
    let rows = Array(0..<head) + Array(head + hiddenRows..<table.rows.count)
    let layout = TableLayout(table, rows: rows, terminal: terminal)
    var lines = titleLines(table.title)
    lines.append(
      row(layout) { column, _ in (column.header, .bold) })
    let width = lines.last.map(\.width) ?? 0
    lines.append(StyledLine(String(repeating: glyphs.rule, count: width), .dim))
    for (line, index) in rows.enumerated() {
      if hiddenRows > 0, line == head {
        lines += note("\(glyphs.ellipsis) \(Numeral.count(hiddenRows)) more rows")
      }
      lines.append(
        row(layout, marks: index) { column, isBest in
          (column.cells[line], isBest ? Ink(.good, bold: true) : .plain)
        })
    }
    if table.rows.isEmpty { lines += note("(no rows)") }
    return lines + hiddenColumns(layout.hidden)
  }

  private func row(
    _ layout: TableLayout, marks index: Int? = nil,
    cell: (TableLayout.Column, _ isBest: Bool) -> (String, Ink)
  ) -> StyledLine {
    var line = StyledLine()
    for (position, column) in layout.columns.enumerated() {
      if position > 0 { line.append(String(repeating: " ", count: TableLayout.gap)) }
      let isBest = index.map(column.best.contains) ?? false
      let (text, ink) = cell(column, isBest)
      let clipped = text.clipped(toWidth: column.width, ellipsis: glyphs.ellipsis)
      line.append(
        clipped.padded(toWidth: column.width, alignment: column.isNumeric ? .right : .left), ink)
      // The mark has its own column, so that numbers stay under each other.
      if !column.best.isEmpty { line.append(isBest ? "*" : " ", ink) }
    }
    return line
  }

  private func hiddenColumns(_ names: [String]) -> [StyledLine] {
    guard !names.isEmpty else { return [] }
    let shown = names.prefix(8).map { fitted($0, width: 24) }.joined(separator: ", ")
    let more = names.count > 8 ? ", \(glyphs.ellipsis)" : ""
    let columns = names.count == 1 ? "column" : "columns"
    return note("\(glyphs.ellipsis) \(Numeral.count(names.count)) more \(columns): \(shown)\(more)")
  }
}
