import Diagnostics

/// A script's text without what changes nothing: comments, markers of cells, blanks between tokens.
package struct CodeText: Hashable, Sendable {
  private let tokens: [String]

  package init(_ text: String) {
    let file = SourceFile(name: "", text: text)
    var lexer = Lexer(file)
    var tokens: [String] = []
    for token in lexer.run() where !token.isSynthetic {
      switch token.kind {
      case .end, .cell: break
      case .newline: if let last = tokens.last, last != "\n" { tokens.append("\n") }
      default: tokens.append(file.text(token.lower..<token.upper))
      }
    }
    while tokens.last == "\n" { tokens.removeLast() }
    self.tokens = tokens
  }

  package var isEmpty: Bool { tokens.isEmpty }
}
