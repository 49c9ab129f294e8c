import Diagnostics

/// One cell of a program.
package struct Cell {
  /// Its index among the program's cells.
  package let index: Int
  /// The text after `# %%`; often empty.
  package let title: String
  /// Whether it is prose in comments.
  package let isProse: Bool
  /// From its marker to before the next one.
  package let range: SourceRange
  package let names: CellNames
  /// Nil where the program has errors.
  let code: CellCode?
}

/// The code of one cell.
struct CellCode {
  let body: Node
  let slotCount: Int
}
