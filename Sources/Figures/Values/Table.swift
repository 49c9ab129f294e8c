/// Rows under named columns.
package struct Table: Sendable {
  package enum Cell: Sendable {
    case text(String)
    case number(Double)
    case missing
  }

  package enum Kind: Sendable {
    case text
    /// nil chooses decimals from the numbers.
    case number(decimals: Int? = nil)

    /// How all numbers of a column are written.
    func writer(of cells: [Cell]) -> (Double) -> String {
      if case .number(let decimals?) = self { return { Numeral.fixed($0, decimals: decimals) } }
      return Numeral.uniform(cells.compactMap { if case .number(let x) = $0 { x } else { nil } })
    }
  }

  /// Which of a column's numbers deserves a mark.
  package enum Best: Sendable {
    case highest, lowest
  }

  package struct Column: Sendable {
    package var name: String
    package var kind: Kind
    package var best: Best?

    package init(_ name: String, _ kind: Kind = .text, best: Best? = nil) {
      self.name = name
      self.kind = kind
      self.best = best
    }
  }

  package var title: String?
  package var columns: [Column]
  /// A short row counts as missing cells, a long one loses the cells beyond the columns.
  package var rows: [[Cell]]
  /// More rows than this are shown as the first and the last; nil lets the medium choose.
  package var maxRows: Int?

  package init(
    title: String? = nil, columns: [Column], rows: [[Cell]], maxRows: Int? = nil
  ) {
    self.title = title
    self.columns = columns
    self.rows = rows
    self.maxRows = maxRows
  }

  func cell(_ row: Int, _ column: Int) -> Cell {
    column < rows[row].count ? rows[row][column] : .missing
  }

  /// The rows whose number in `column` is the best of the whole table.
  func bestRows(_ column: Int) -> Set<Int> {
    guard let best = columns[column].best else { return [] }
    let numbers = rows.indices.compactMap { row -> (row: Int, value: Double)? in
      guard case .number(let value) = cell(row, column), !value.isNaN else { return nil }
      return (row, value)
    }
    let values = numbers.map(\.value)
    // A single number isn't the best of anything.
    guard numbers.count > 1, let goal = best == .highest ? values.max() : values.min() else {
      return []
    }
    return Set(numbers.filter { $0.value == goal }.map(\.row))
  }
}
