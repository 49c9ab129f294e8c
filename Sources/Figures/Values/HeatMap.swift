/// A matrix `[rows, columns]` whose values are shown as colours.
///
/// Values are read one by one, so a matrix of any size costs what its picture costs.
package struct HeatMap: Sendable {
  package enum Colours: Sendable {
    /// Zero in the middle, both signs alike.
    case diverging
    /// Lowest to highest.
    case sequential
    /// Diverging when values of both signs are shown.
    case automatic
  }

  package var title: String?
  package var rows: Int
  package var columns: Int
  package var rowLabels: [String]?
  package var columnLabels: [String]?
  package var colours: Colours
  /// The values at the ends of the scale; nil takes them from what is shown.
  package var range: ClosedRange<Double>?
  /// Lines of text for the picture itself; nil lets the medium choose.
  package var height: Int?
  package var value: @Sendable (_ row: Int, _ column: Int) -> Double

  package init(
    title: String? = nil, rows: Int, columns: Int, rowLabels: [String]? = nil,
    columnLabels: [String]? = nil, colours: Colours = .automatic,
    range: ClosedRange<Double>? = nil, height: Int? = nil,
    value: @escaping @Sendable (_ row: Int, _ column: Int) -> Double
  ) {
    self.title = title
    self.rows = max(0, rows)
    self.columns = max(0, columns)
    self.rowLabels = rowLabels
    self.columnLabels = columnLabels
    self.colours = colours
    self.range = range
    self.height = height
    self.value = value
  }

  /// `values` row by row; a last row that isn't full is left out.
  package init(
    title: String? = nil, values: [Float], columns: Int, rowLabels: [String]? = nil,
    columnLabels: [String]? = nil, colours: Colours = .automatic,
    range: ClosedRange<Double>? = nil, height: Int? = nil
  ) {
    let columns = max(0, columns)
    self.init(
      title: title, rows: columns == 0 ? 0 : values.count / columns, columns: columns,
      rowLabels: rowLabels, columnLabels: columnLabels, colours: colours, range: range,
      height: height
    ) { Double(values[$0 * columns + $1]) }
  }
}
