import Diagnostics

/// What a stretch of a script is, for colours; plain names and brackets have no class.
package enum TokenClass: Sendable, CaseIterable {
  /// `let`, `for`, `and`.
  case keyword
  /// `true`, `false`, `none`.
  case constant
  /// `prompt` in `prompt soft { … }`.
  case noun
  /// A name where it is introduced.
  case definition
  /// A name that is called.
  case function
  /// A declaration's field, a record's key, an argument's name.
  case field
  /// A name after a dot.
  case member
  case number
  case string
  /// `\(` and its `)`.
  case interpolation
  case symbol
  case comment
  /// `# %% title`.
  case cell
}

/// Finds the classes of a script's stretches, however wrong or unfinished the script is.
package enum Highlighter {
  package typealias Span = (range: Range<Int>, class: TokenClass)

  /// UTF-8 ranges in order, none overlapping another.
  package static func spans(of text: String) -> [Span] {
    let file = SourceFile(name: "", text: text)
    var lexer = Lexer(file)
    let tokens = lexer.run()
    var spans: [Span] = []
    var cells: Set<Int> = []
    for token in tokens {
      if case .cell = token.kind { cells.insert(token.lower) }
    }
    for comment in lexer.comments {
      spans.append((comment, cells.contains(comment.lowerBound) ? .cell : .comment))
    }
    add(tokens, to: &spans)
    return ordered(spans)
  }

  private static func add(_ tokens: [Token], to spans: inout [Span]) {
    let reader = TokenReader(tokens)
    for (index, token) in tokens.enumerated() where !token.isSynthetic {
      switch token.kind {
      case .newline, .cell, .end: break
      case .number: spans.append((token.lower..<token.upper, .number))
      case .symbol(let symbol):
        if symbol.closer == nil, !symbol.isCloser {
          spans.append((token.lower..<token.upper, .symbol))
        }
      case .keyword(let word):
        let isField = reader.isKey(at: index)
        spans.append(
          (token.lower..<token.upper, isField ? .field : (word.isValue ? .constant : .keyword)))
      case .name:
        if let kind = classOfName(index, reader) {
          spans.append((token.lower..<token.upper, kind))
        }
      case .string(let parts):
        if reader.isKey(at: index) {
          spans.append((token.lower..<token.upper, .field))
        } else {
          add(parts, of: token, to: &spans)
        }
      }
    }
  }

  private static func classOfName(_ index: Int, _ reader: TokenReader) -> TokenClass? {
    if reader.isNoun(at: index) { return .noun }
    if reader.isNoun(at: index - 1) || reader.isDefinition(at: index) { return .definition }
    if reader.kind(index + 1) == .symbol(.leftParen) { return .function }
    if reader.kind(index - 1) == .symbol(.dot) { return .member }
    return reader.isKey(at: index) ? .field : nil
  }

  private static func add(_ parts: [StringPart], of token: Token, to spans: inout [Span]) {
    var lower = token.lower
    for case .code(let tokens, let format, let start, let end) in parts {
      if start > lower { spans.append((lower..<start, .string)) }
      spans.append((start..<min(start + 2, end), .interpolation))
      add(tokens, to: &spans)
      if let format {
        spans.append((format.lower - 1..<format.upper, .interpolation))
      }
      if end - 1 >= start + 2 { spans.append((end - 1..<end, .interpolation)) }
      lower = end
    }
    if token.upper > lower { spans.append((lower..<token.upper, .string)) }
  }

  /// Comments and tokens come from two lists; where a repaired token overlaps, the first wins.
  private static func ordered(_ spans: [Span]) -> [Span] {
    var result: [Span] = []
    for span in spans.sorted(by: { $0.range.lowerBound < $1.range.lowerBound })
    where !span.range.isEmpty && span.range.lowerBound >= (result.last?.range.upperBound ?? 0) {
      result.append(span)
    }
    return result
  }
}
