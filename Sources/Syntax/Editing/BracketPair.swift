import Diagnostics

/// Two brackets of a text that belong together.
package struct BracketPair: Equatable, Sendable {
  /// UTF-8 offsets; each is one byte long.
  package let opener: Int
  package let closer: Int

  package init(opener: Int, closer: Int) {
    (self.opener, self.closer) = (opener, closer)
  }

  /// The pair of the bracket before a UTF-8 offset, or else of the one after it; nil where there is no
  /// bracket or it has no partner. Brackets in strings and comments are text, those of `\(…)` aren't.
  package static func at(_ offset: Int, in text: String) -> BracketPair? {
    var lexer = Lexer(SourceFile(name: "", text: text))
    var pairs: [BracketPair] = []
    add(lexer.run(), to: &pairs)
    func pair(of position: Int) -> BracketPair? {
      pairs.first { $0.opener == position || $0.closer == position }
    }
    return pair(of: offset - 1) ?? pair(of: offset)
  }

  private static func add(_ tokens: [Token], to pairs: inout [BracketPair]) {
    var open: [Token] = []
    for token in tokens {
      switch token.kind {
      case .symbol(let symbol) where symbol.isCloser:
        guard let opener = open.popLast(), !opener.isSynthetic, !token.isSynthetic else { continue }
        pairs.append(BracketPair(opener: opener.lower, closer: token.lower))
      case .symbol(let symbol) where symbol.closer != nil: open.append(token)
      case .string(let parts):
        for case .code(let inner, _, let lower, let upper) in parts {
          add(inner, to: &pairs)
          if upper - lower > 2 { pairs.append(BracketPair(opener: lower + 1, closer: upper - 1)) }
        }
      default: break
      }
    }
  }
}
