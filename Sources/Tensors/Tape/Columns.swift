/// A range of columns of an [N, C] variable, without a copy.
package struct Columns {
  package let variable: Variable
  package let range: Range<Int>

  package init(_ variable: Variable, _ range: Range<Int>) {
    precondition(
      variable.shape.count == 2 && range.lowerBound >= 0 && range.upperBound <= variable.shape[1],
      "columns \(range) of \(variable.shape)")
    self.variable = variable
    self.range = range
  }

  /// A stretch of these columns.
  package subscript(columns: Range<Int>) -> Columns {
    Columns(variable, range.lowerBound + columns.lowerBound..<range.lowerBound + columns.upperBound)
  }

  var rows: Int { variable.shape[0] }
  var stride: Int { variable.shape[1] }
}
