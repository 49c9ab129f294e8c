import Diagnostics

/// One thing that a session says, with its type; what it looks like is the sink's to decide.
package enum CellOutput: Sendable {
  /// What `print` writes and what a command answers: text as it is to appear, newlines included.
  case stdout(String)
  /// What `warn` writes.
  case stderr(String)
  /// Some lines of the session's own, without a newline at the end: no result of anything.
  case notice(String)
  /// What `show` shows in the middle of a cell, and help.
  case display(DisplayData)
  /// What a cell's last expression gave.
  case value(DisplayData, cell: Int)
  case diagnostics([Diagnostic])
  /// ^C ended a cell.
  case interrupted
  indirect case run(RunReport)
  indirect case download(DownloadReport)
}
