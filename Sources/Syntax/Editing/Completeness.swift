import Diagnostics

/// Whether an input can run as it is, or is waiting for another line.
package enum Completeness: Equatable, Sendable {
  case complete
  /// Something is open; the next line is best indented by `indent` spaces.
  case incomplete(indent: Int)
  /// No further line can repair it.
  case error

  package static func of(_ text: String) -> Completeness {
    let file = SourceFile(name: "", text: text)
    var lexer = Lexer(file)
    var parser = Parser(&lexer)
    let tokens = parser.tokens
    _ = parser.parseCells()
    let faults = lexer.diagnostics + parser.diagnostics
    // An open bracket is read on, so that a paste with a fault in it isn't cut up.
    if lexer.endsInBracket, !lexer.isBeyondRepair {
      return .incomplete(indent: indent(lexer, file, tokens))
    }
    if parser.endsInTry, !lexer.endsOpen { return .incomplete(indent: 0) }
    guard lexer.endsOpen, !lexer.isBeyondRepair else {
      return faults.containsErrors ? .error : .complete
    }
    let isSpace: (Token) -> Bool = { $0.isSynthetic || $0.kind == .newline || $0.kind == .end }
    let last = tokens.last { !isSpace($0) }?.lower ?? 0
    // What is missing at the end is reported at the open bracket, at the last word or after it.
    let isWrong = faults.contains { fault in
      guard let lower = fault.range?.lower else { return true }
      return lower < last && !lexer.unclosed.contains(lower)
    }
    return isWrong ? .error : .incomplete(indent: indent(lexer, file, tokens))
  }

  /// Two spaces for each line that has left a bracket open, and for an expression that continues.
  private static func indent(_ lexer: Lexer, _ file: SourceFile, _ tokens: [Token]) -> Int {
    if case .string = tokens.last(where: { !$0.isSynthetic && $0.upper > $0.lower })?.kind,
      lexer.unclosed.isEmpty
    {
      return 0
    }
    let lines = Set(lexer.unclosed.map(file.line))
    return 2 * max(1, lines.count)
  }
}
