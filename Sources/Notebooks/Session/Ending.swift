/// How a cell, or all cells of a script, came to an end.
package enum Ending: Equatable, Sendable {
  case finished, failed, interrupted
}
