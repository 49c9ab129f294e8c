extension HTMLDrawer {
  func draw(_ table: Table) -> String {
    guard !table.columns.isEmpty else { return "<p class=\"pts-note\">no columns</p>" }
    let limit = max(2, table.maxRows ?? Self.mostRows)
    let hidden = max(0, table.rows.count - limit)
    let head = hidden > 0 ? limit - max(1, limit / 3) : table.rows.count
    let shown = Array(0..<head) + Array(head + hidden..<table.rows.count)
    let columns = table.columns.indices.map { Column(table, $0, rows: shown) }
    var rows: [String] = []
    if let title = table.title { rows.append("<caption>\(Markup.escape(title))</caption>") }
    rows.append(
      "<thead><tr>"
        + columns.map { "<th scope=\"col\"\($0.style)>\(Markup.escape($0.name))</th>" }.joined()
        + "</tr></thead>")
    rows.append("<tbody>")
    for (position, row) in shown.enumerated() {
      if hidden > 0, position == head {
        rows.append(
          "<tr><td colspan=\"\(columns.count)\" class=\"pts-note\">… \(Numeral.count(hidden)) "
            + "more rows</td></tr>")
      }
      rows.append("<tr>" + columns.map { $0.cell(table, row) }.joined() + "</tr>")
    }
    rows.append("</tbody>")
    return element("table", class: "pts-table", rows)
      + (table.rows.isEmpty ? "\n<p class=\"pts-note\">no rows</p>" : "")
  }

  /// More rows than this are cut, where the table doesn't say how many it shows.
  private static let mostRows = 100

  private struct Column {
    let name: String
    private let index: Int
    private let isNumeric: Bool
    private let number: (Double) -> String
    private let best: Set<Int>

    init(_ table: Table, _ index: Int, rows: [Int]) {
      let column = table.columns[index]
      (name, self.index) = (column.name, index)
      isNumeric = if case .number = column.kind { true } else { false }
      number = column.kind.writer(of: rows.map { table.cell($0, index) })
      best = table.bestRows(index)
    }

    /// Mail and notebooks drop style sheets, not this.
    var style: String { isNumeric ? " style=\"text-align:right\"" : "" }

    func cell(_ table: Table, _ row: Int) -> String {
      let text =
        switch table.cell(row, index) {
        case .text(let text): Markup.escape(text)
        case .number(let x): Markup.escape(number(x))
        case .missing: "–"
        }
      return "<td\(style)>\(best.contains(row) ? "<strong>\(text)</strong>" : text)</td>"
    }
  }
}
