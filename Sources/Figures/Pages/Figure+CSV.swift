/// Figures that have columns, as comma-separated values with every digit.
extension Figure {
  /// A header and a line for each row; nil where there are no columns.
  package var csv: String? {
    switch self {
    case .table(let table): Self.lines(table.columns.map(\.name), table.csvRows)
    case .line(let chart): chart.csv
    case .scatter(let scatter): scatter.csv
    case .bars(let bars):
      Self.lines(["label", "value"], bars.bars.map { [$0.label, Self.number($0.value)] })
    case .histogram(let histogram): histogram.csv
    case .heatMap(let map): map.csv
    case .stack(let figures) where figures.count == 1: figures[0].csv
    default: nil
    }
  }

  fileprivate static func lines(_ header: [String], _ rows: [[String]]) -> String {
    ([header] + rows).map { $0.map(quoted).joined(separator: ",") + "\n" }.joined()
  }

  /// As RFC 4180 has it.
  private static func quoted(_ text: String) -> String {
    text.contains { ",\"\n\r\r\n".contains($0) }
      ? "\"\(text.replacing("\"", with: "\"\""))\"" : text
  }

  fileprivate static func number(_ x: Double) -> String {
    x == x.rounded() && abs(x) < 1e15 ? String(Int(x)) : "\(x)"
  }
}

extension Table {
  fileprivate var csvRows: [[String]] {
    rows.indices.map { row in
      columns.indices.map { column in
        switch cell(row, column) {
        case .text(let text): text
        case .number(let x): Figure.number(x)
        case .missing: ""
        }
      }
    }
  }
}

extension LineChart {
  /// A column for the x of all series and one for each series, empty where it has no value there.
  fileprivate var csv: String {
    var columns: [[Double: Double]] = []
    for series in series {
      columns.append(Dictionary(series.points.map { ($0.x, $0.y) }, uniquingKeysWith: { $1 }))
    }
    let all = Set(columns.flatMap(\.keys)).sorted()
    let names = series.enumerated().map { index, series in
      series.name ?? yAxis.label ?? (self.series.count > 1 ? "series \(index + 1)" : "value")
    }
    return Figure.lines(
      [xAxis.label ?? "x"] + names,
      all.map { x in
        [Figure.number(x)] + columns.map { $0[x].map(Figure.number) ?? "" }
      })
  }
}

extension Scatter {
  fileprivate var csv: String {
    Figure.lines(
      [xAxis.label ?? "x", yAxis.label ?? "y", "group", "label"],
      points.map { [Figure.number($0.x), Figure.number($0.y), $0.group ?? "", $0.label ?? ""] })
  }
}

extension Histogram {
  fileprivate var csv: String {
    func edge(_ index: Int) -> Double {
      let share = Double(index) / Double(max(1, counts.count))
      return range.lowerBound * (1 - share) + range.upperBound * share
    }
    return Figure.lines(
      ["from", "to", "count"],
      counts.indices.map {
        [Figure.number(edge($0)), Figure.number(edge($0 + 1)), String(counts[$0])]
      })
  }
}

extension HeatMap {
  /// More values than this aren't written as text.
  private static let mostValues = 4_000_000

  fileprivate var csv: String? {
    let (count, isTooLarge) = rows.multipliedReportingOverflow(by: columns)
    guard !isTooLarge, count <= Self.mostValues else { return nil }
    let names = columnLabels?.count == columns ? columnLabels : nil
    let labels = rowLabels?.count == rows ? rowLabels : nil
    return Figure.lines(
      (labels == nil ? [] : [""]) + (names ?? (0..<columns).map(String.init)),
      (0..<rows).map { row in
        (labels.map { [$0[row]] } ?? []) + (0..<columns).map { Figure.number(value(row, $0)) }
      })
  }
}
