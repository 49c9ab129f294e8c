import Diagnostics
import Syntax

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
  /// Names that its `use` statements bring.
  package let imported: [String]
  let syntax: [Statement]
  let resolution: Resolution
  let isBuiltin: (String) -> Bool
  /// Nil where the program has errors.
  let code: CellCode?

  /// What its statements define and use.
  package var statements: [CellStatement] {
    syntax.map { CellStatement($0, resolution, isBuiltin: isBuiltin) }
  }
}

/// The code of one cell.
struct CellCode {
  let body: Node
  let slotCount: Int
}
