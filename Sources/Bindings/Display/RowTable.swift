import Data
import Figures

/// Some data as a table, its first and last rows shown.
enum RowTable {
  static func figure(_ rows: [DataRow], columns: [String]) -> Figure {
    .table(
      Table(
        columns: columns.map { .init($0) },
        rows: rows.map { row in columns.map { .text(row.fields[$0] ?? "") } }, maxRows: 6))
  }
}
