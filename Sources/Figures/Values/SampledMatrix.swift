/// A heat map's values averaged down to a picture's size `[rows, columns]`.
struct SampledMatrix {
  let rows: Int
  let columns: Int
  /// Row by row; NaN where a cell has no finite value.
  let values: [Double]
  /// Whether the means leave values out because there are too many to read.
  let isSampled: Bool

  /// Reads at most about this many values, or one for each cell.
  static let budget = 262_144

  init(_ map: HeatMap, rows wantedRows: Int, columns wantedColumns: Int) {
    let rows = min(map.rows, max(1, wantedRows))
    let columns = min(map.columns, max(1, wantedColumns))
    var values: [Double] = []
    values.reserveCapacity(rows * columns)
    let share = max(1, Self.budget / max(1, rows * columns))
    let tall = map.rows / max(1, rows) + 1
    let wide = map.columns / max(1, columns) + 1
    let perColumn = min(wide, max(1, share / min(tall, max(1, Int(Double(share).squareRoot())))))
    let perRow = min(tall, max(1, share / perColumn))
    isSampled = perRow < tall && map.rows > rows || perColumn < wide && map.columns > columns
    for row in 0..<rows {
      let rowSpan = Self.span(row, of: rows, over: map.rows)
      for column in 0..<columns {
        let columnSpan = Self.span(column, of: columns, over: map.columns)
        var sum = 0.0
        var count = 0
        for i in Self.picks(perRow, in: rowSpan) {
          for j in Self.picks(perColumn, in: columnSpan) {
            let value = map.value(i, j)
            guard value.isFinite else { continue }
            // The mean, kept as a mean: a sum of huge values would overflow.
            count += 1
            sum += (value - sum) / Double(count)
          }
        }
        values.append(count > 0 && sum.isFinite ? sum : .nan)
      }
    }
    self.rows = rows
    self.columns = columns
    self.values = values
  }

  func at(_ row: Int, _ column: Int) -> Double { values[row * columns + column] }

  private static func span(_ cell: Int, of cells: Int, over count: Int) -> Range<Int> {
    // Division first, so that no product of two large counts is ever formed.
    let (whole, rest) = count.quotientAndRemainder(dividingBy: cells)
    return cell * whole + cell * rest / cells..<(cell + 1) * whole + (cell + 1) * rest / cells
  }

  private static func picks(_ wanted: Int, in span: Range<Int>) -> LazyMapSequence<Range<Int>, Int>
  {
    let picks = min(wanted, span.count)
    let step = span.count / max(1, picks)
    let rest = span.count % max(1, picks)
    return (0..<picks).lazy.map { span.lowerBound + $0 * step + $0 * rest / picks }
  }
}
