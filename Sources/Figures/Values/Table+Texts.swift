extension Table {
  /// The columns' names, and the first rows as texts: for media that lay tables out themselves.
  package func texts(
    limit: Int
  ) -> (names: [(text: String, isNumeric: Bool)], rows: [[(text: String, isBest: Bool)]]) {
    let shown = rows.indices.prefix(limit)
    let writers = columns.indices.map { column in
      columns[column].kind.writer(of: shown.map { cell($0, column) })
    }
    let best = columns.indices.map(bestRows)
    let names = columns.map { column in
      if case .number = column.kind { (column.name, true) } else { (column.name, false) }
    }
    return (
      names,
      shown.map { row in
        columns.indices.map { column in
          let text =
            switch cell(row, column) {
            case .text(let text): text
            case .number(let number): writers[column](number)
            case .missing: "–"
            }
          return (text, best[column].contains(row))
        }
      }
    )
  }
}
