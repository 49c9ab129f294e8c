import CEditLine

/// What is typed while a cell runs: it isn't echoed into the cell's output, and waits for the next
/// prompt.
package enum TerminalEcho {
  /// - Parameter terminal: nil where echoing is left as it is.
  package static func off<Result>(
    at terminal: Int32?, _ body: () throws -> Result
  ) rethrows -> Result {
    guard let terminal else { return try body() }
    cel_begin_quiet(terminal)
    defer { cel_end_quiet() }
    return try body()
  }

  /// For what a cell asks of the person at the terminal.
  package static func on<Result>(
    at terminal: Int32, _ body: () throws -> Result
  ) rethrows -> Result {
    guard cel_is_quiet() == 1 else { return try body() }
    cel_end_quiet()
    defer { cel_begin_quiet(terminal) }
    return try body()
  }
}
