/// What is shown above the outputs of a file's cell.
package struct CellHeading: Sendable {
  /// Empty where the cell has none.
  package let title: String
  /// A prose cell's text, without the signs that make it a comment; nil of a cell of code.
  package let prose: String?
}
