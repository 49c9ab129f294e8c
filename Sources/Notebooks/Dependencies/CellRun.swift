import Bindings
import Diagnostics
import Script
import Syntax

/// A run of a cell as the ledger has to know it.
struct CellRun {
  let sequence: Int
  /// Those that came to their end.
  var statements: [CellStatement]
  /// Names that its `use` statements brought.
  var imported: [String]
  let file: SourceFile
  /// Values of the names that it defines, as they were before it.
  let before: [String: Value]
  /// What `_` meant when it ran: the number of the cell that was shown last.
  let lastShown: Int?
  var files: [InputFile] = []
  /// The number and the value that it has shown.
  var shown: (number: Int, value: Value)?

  func text(of statement: CellStatement) -> CodeText {
    CodeText(SourceRange(file, statement.range.lowerBound, statement.range.upperBound).text)
  }

  /// The name under which the ledger has what a use means: `_` is the value of some cell.
  func key(_ name: String) -> String {
    guard let number = HistoryName.number(name), number == 0, let lastShown else { return name }
    return "_\(lastShown)"
  }
}
