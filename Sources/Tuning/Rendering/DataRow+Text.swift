import Data

extension DataRow {
  /// The text of a column that the template needs.
  func text(of column: String) throws(PromptError) -> String {
    if let text = fields[column] { return text }
    if let found = nested[column] { throw .nestedColumn(column, row: origin, found: found) }
    throw .missingColumn(column, row: origin, known: fields.keys.sorted())
  }
}
