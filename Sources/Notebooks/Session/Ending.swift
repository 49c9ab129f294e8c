/// How a cell, or all cells of a script, came to an end.
package enum Ending: Equatable, Sendable {
  case finished, failed, interrupted
  /// By `exit`, with this status.
  case exited(Int32)
}
