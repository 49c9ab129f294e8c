import Diagnostics

/// An output of a session, typed; how it looks is the sink's to decide.
package enum CellOutput: Sendable {
  /// From `print` and from commands: text as it is to appear, newlines included.
  case stdout(String)
  /// From `warn`.
  case stderr(String)
  /// A remark of the session's own, without a newline at the end.
  case notice(String)
  /// From `show` in the middle of a cell, and help.
  case display(DisplayData)
  /// What the cell has put out so far goes, at once or at its next output.
  case clear(waits: Bool)
  /// The value of a cell's last expression.
  case value(DisplayData, cell: Int)
  case diagnostics([Diagnostic])
  /// ^C ended a cell.
  case interrupted
  indirect case run(RunReport)
  indirect case download(DownloadReport)
  /// Progress of other work; of no interest once it has ended.
  case work(WorkReport)
  /// The next cell of a file begins.
  case heading(CellHeading)
}
