import Diagnostics

/// Writes a script in the one style: two spaces for each open bracket, one space where words meet.
///
/// Lines stay where the script has them: only space between words, indentation and blank lines
/// change, never a word, a string or a comment, so that the script means the same. Formatting
/// twice is formatting once.
package struct Formatter {
  private let file: SourceFile
  private var lines: [FormattedLine] = []
  private var openers: [Opener] = []
  private var line = FormattedLine()
  /// The last word of code, wherever its line ended.
  private var last: Token.Kind?
  /// Whether the last word is a sign rather than an operator.
  private var lastIsSign = false

  private struct Opener {
    let symbol: Punctuator
    /// The indentation of the line that it is on.
    let indent: Int
    /// Whether it is a record's brace, which has no space inside.
    let isRecord: Bool
  }

  /// The text of a file, formatted; the file has no syntax fault.
  package static func format(_ file: SourceFile) -> String {
    var formatter = Formatter(file: file)
    return formatter.run()
  }

  private init(file: SourceFile) { self.file = file }

  // MARK: Words

  private enum Word {
    case token(Token, next: Token.Kind, afterNext: Token.Kind)
    case comment(Range<Int>, isCell: Bool)

    var range: Range<Int> {
      switch self {
      case .token(let token, _, _): token.lower..<token.upper
      case .comment(let range, _): range
      }
    }
  }

  private func words() -> [Word] {
    var lexer = Lexer(file)
    let all = lexer.run()
    var cells: Set<Int> = []
    for token in all { if case .cell = token.kind { cells.insert(token.lower) } }
    let tokens = all.filter { token in
      switch token.kind {
      case .newline, .cell, .end: false
      default: !token.isSynthetic
      }
    }
    func kind(_ index: Int) -> Token.Kind { index < tokens.count ? tokens[index].kind : .end }
    var words: [Word] = tokens.enumerated().map {
      .token($1, next: kind($0 + 1), afterNext: kind($0 + 2))
    }
    words += lexer.comments.map { .comment($0, isCell: cells.contains($0.lowerBound)) }
    return words.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  private mutating func run() -> String {
    var upper = 0
    for word in words() {
      let gap = file.bytes[upper..<max(upper, word.range.lowerBound)]
      let breaks = gap.count { $0 == 0x0A }
      if breaks > 0 || (upper == 0 && lines.isEmpty && line.isEmpty) {
        endLine()
        beginLine(word, isAfterBlank: breaks > 1)
      }
      switch word {
      case .comment(let range, _):
        line.add(comment: Self.trimmed(file.text(range)))
      case .token(let token, let next, let afterNext):
        add(token, next, afterNext)
      }
      upper = word.range.upperBound
    }
    endLine()
    return FormattedLine.text(lines)
  }

  private static func trimmed(_ comment: String) -> String {
    var text = Substring(comment)
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }

  // MARK: Lines

  private mutating func endLine() {
    if !line.isEmpty { lines.append(line) }
    line = FormattedLine()
  }

  private mutating func beginLine(_ word: Word, isAfterBlank: Bool) {
    line.isAfterBlank = isAfterBlank && !(lines.last?.endsOpen ?? true)
    switch word {
    case .comment(_, let isCell):
      line.indent = isCell ? 0 : indent
      // A cell is set apart from the one before it, but not from `#!`.
      if isCell { line.isAfterBlank = !(lines.isEmpty || lines.last?.isInterpreter ?? false) }
    case .token(let token, _, _):
      line.indent = indent
      if case .symbol(let symbol) = token.kind, symbol.isCloser {
        line.indent = openers.last?.indent ?? 0
        line.isAfterBlank = false
      }
    }
  }

  /// The indentation inside the innermost bracket, one deeper in the middle of a statement.
  private var indent: Int {
    let base = openers.last.map { $0.indent + 1 } ?? 0
    guard openers.last.map({ $0.symbol == .leftBrace }) ?? true, let last else { return base }
    switch last {
    case .symbol(.comma), .symbol(.leftBrace): return base
    case .symbol(let symbol) where symbol.continuesLine: return base + 1
    case .keyword(let word) where word.continuesLine: return base + 1
    default: return base
    }
  }

  // MARK: Tokens

  private mutating func add(_ token: Token, _ next: Token.Kind, _ afterNext: Token.Kind) {
    let isSign =
      token.kind == .symbol(.minus) && (line.code.isEmpty && !isInExpression || startsValue)
    var opener: Opener?
    if case .symbol(let symbol) = token.kind, symbol.closer != nil {
      opener = Opener(
        symbol: symbol, indent: line.indent,
        isRecord: symbol == .leftBrace && isRecord(next, afterNext))
    }
    if !line.code.isEmpty, needsSpace(before: token.kind) { line.code += " " }
    line.code += file.text(token.lower..<token.upper)
    line.endsOpen = opener != nil
    if let opener { openers.append(opener) }
    if case .symbol(let symbol) = token.kind, symbol.isCloser, !openers.isEmpty {
      openers.removeLast()
    }
    last = token.kind
    lastIsSign = isSign
  }

  /// Whether a new line is in the middle of an expression because a bracket is open.
  private var isInExpression: Bool { openers.last.map { $0.symbol != .leftBrace } ?? false }

  /// Whether what comes next begins a value, so that `-` is its sign.
  private var startsValue: Bool {
    switch last {
    case nil: true
    case .symbol(let symbol): !symbol.isCloser
    case .keyword(let word): !word.isValue
    default: false
    }
  }

  /// Whether a `{` after what was last begins a record rather than a block or a declaration.
  private func isRecord(_ next: Token.Kind, _ afterNext: Token.Kind) -> Bool {
    switch last {
    case .symbol(.arrow):
      if next == .symbol(.rightBrace) { return true }
      switch next {
      case .name, .string, .keyword: return afterNext == .symbol(.colon)
      default: return false
      }
    case .symbol(let symbol): return !symbol.isCloser && symbol != .semicolon
    case .keyword(let word): return word.isFollowedByValue
    default: return false
    }
  }

  private func needsSpace(before kind: Token.Kind) -> Bool {
    if lastIsSign { return false }
    switch (last, kind) {
    case (_, .symbol(.comma)), (_, .symbol(.semicolon)), (_, .symbol(.rightParen)),
      (_, .symbol(.rightBracket)), (_, .symbol(.dot)), (_, .symbol(.colon)),
      (.symbol(.leftParen), _), (.symbol(.leftBracket), _), (.symbol(.dot), _),
      (.symbol(.dots), _):
      return false
    case (.symbol(.leftBrace), .symbol(.rightBrace)): return false
    case (.symbol(.leftBrace), _), (_, .symbol(.rightBrace)):
      return !(openers.last?.isRecord ?? false)
    case (.symbol(let symbol), .symbol(.dots)): return !symbol.isCloser
    case (.keyword(let word), .symbol(.dots)): return !word.isValue
    case (_, .symbol(.dots)): return false
    case (.keyword(.fn), .symbol(.leftParen)): return false
    case (.name, .symbol(.leftParen)), (.name, .symbol(.leftBracket)),
      (.string, .symbol(.leftBracket)), (.string, .symbol(.leftParen)):
      return false
    case (.symbol(let symbol), .symbol(.leftParen)), (.symbol(let symbol), .symbol(.leftBracket)):
      return !symbol.isCloser
    default: return true
    }
  }
}

extension Keyword {
  /// Whether a value comes after it, so that a `{` is a record's.
  fileprivate var isFollowedByValue: Bool {
    switch self {
    case .return, .in, .and, .or, .not, .assert, .if, .while: true
    default: false
    }
  }
}
