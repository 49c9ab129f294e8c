import Diagnostics

/// Turns tokens into a tree, reporting every fault and continuing after each.
///
/// The room is what a script's text says by itself, without values, names or types:
///
/// | folder | question |
/// | --- | --- |
/// | `Tree` | what is a script made of: cells, statements, expressions, names with their offsets |
/// | `Lexing` | which words does a text have, brackets balanced; where do `# %%` cells begin |
/// | `Parsing` | which tree do the words make, with one message for each error |
/// | `Editing` | what an editor needs of unfinished text: colours, completion, more lines |
/// | `Formatting` | how is a script written in the one style |
///
/// `Parser.parse(file)` gives cells and diagnostics; what a later pass finds out about a name it
/// keeps in a table of its own, by the name's offset.
///
/// After a fault the parser skips to the end of the statement, over whole brackets, which the
/// lexer has balanced; so one error costs one message.
package struct Parser {
  /// Brackets within brackets and operators within operators; what recursion can bear.
  static let maximumDepth = 250

  let file: SourceFile
  var tokens: [Token]
  var index = 0
  var diagnostics: [Diagnostic] = []
  var depth = 0
  /// Whether the innermost bracket holds items or arguments, on lines that end nothing.
  var isInItems = false
  /// Whether the statement ends where the next one begins, without an end of its line.
  var endsBeforeNext = false
  /// Whether the text ends where a `try` waits for its `catch`.
  var endsInTry = false
  let unclosed: Set<Int>
  /// Lines on which the lexer left something out.
  let broken: Set<Int>

  /// A file's cells, with the faults of its lexer and parser.
  package static func parse(_ file: SourceFile) -> (cells: [CellSyntax], diagnostics: [Diagnostic])
  {
    var lexer = Lexer(file)
    var parser = Parser(&lexer)
    let cells = parser.parseCells()
    return (cells, lexer.diagnostics + parser.diagnostics)
  }

  // MARK: Tokens

  var token: Token { tokens[index] }
  var kind: Token.Kind { tokens[index].kind }
  var previousUpper: Int { index > 0 ? tokens[index - 1].upper : 0 }

  func peek(_ ahead: Int = 1) -> Token.Kind { tokens[min(index + ahead, tokens.count - 1)].kind }

  mutating func advance() { if index < tokens.count - 1 { index += 1 } }

  func isAt(_ symbol: Punctuator) -> Bool { kind == .symbol(symbol) }
  func isAt(_ keyword: Keyword) -> Bool { kind == .keyword(keyword) }

  mutating func take(_ symbol: Punctuator) -> Bool {
    guard isAt(symbol) else { return false }
    advance()
    return true
  }

  mutating func take(_ keyword: Keyword) -> Bool {
    guard isAt(keyword) else { return false }
    advance()
    return true
  }

  mutating func skipNewlines() { while kind == .newline { advance() } }

  // MARK: Faults

  func range(_ lower: Int, _ upper: Int) -> SourceRange { SourceRange(file, lower, upper) }

  mutating func report(_ message: String, _ lower: Int, _ upper: Int, hint: String? = nil) {
    // What comes after a fault at the same place only repeats it.
    if let last = diagnostics.last?.range, last.lower == lower { return }
    if broken.contains(file.line(at: lower)) { return }
    diagnostics.append(Diagnostic(message, at: range(lower, upper), hint: hint))
  }

  mutating func reportHere(_ message: String, hint: String? = nil) {
    report(message, token.lower, max(token.upper, token.lower), hint: hint)
  }

  /// The current token, for messages.
  var found: String {
    switch kind {
    case .newline, .cell: "the end of the line"
    case .end: "the end"
    case .string: "a string"
    case .number: "a number"
    case .name(let name): "`\(name)`"
    case .keyword(let word): "`\(word.rawValue)`"
    case .symbol(let symbol): "`\(symbol.rawValue)`"
    }
  }

  /// Skips to the end of the statement, over whole brackets.
  mutating func recover() {
    var open = 0
    while true {
      switch kind {
      case .end, .cell: return
      case .newline where open == 0, .symbol(.semicolon) where open == 0: return
      case .symbol(let symbol) where symbol.closer != nil: open += 1
      case .symbol(let symbol) where symbol.isCloser:
        if open == 0 { return }
        open -= 1
        if open == 0, symbol == .rightBrace, peek() == .newline {
          advance()
          return
        }
      default: break
      }
      advance()
    }
  }

  /// Skips past the bracket that closes the one just entered.
  mutating func recover(past closer: Punctuator) {
    var open = 0
    while kind != .end {
      if case .symbol(let symbol) = kind {
        if symbol.closer != nil { open += 1 }
        if symbol.isCloser {
          if open == 0 {
            if symbol == closer { advance() }
            return
          }
          open -= 1
        }
      }
      if case .cell = kind { return }
      advance()
    }
  }

  /// Runs `body` one level deeper; too deep is reported and skipped.
  mutating func nested(_ body: (inout Parser) -> Expression) -> Expression {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.maximumDepth else { return tooDeep() }
    return body(&self)
  }

  mutating func tooDeep() -> Expression {
    let lower = token.lower
    if !diagnostics.contains(where: { $0.message.hasPrefix("this is nested more than") }) {
      reportHere(
        "this is nested more than \(Self.maximumDepth) deep", hint: "name a part with `let`")
    }
    recover()
    return Expression(kind: .invalid, lower: lower, upper: lower)
  }

  // MARK: Cells

  mutating func parseCells() -> [CellSyntax] {
    var cells: [CellSyntax] = []
    var title = ""
    var isProse = false
    var lower = 0
    var statements: [Statement] = []
    var hasMarker = false
    func finish(_ upper: Int) {
      if hasMarker || !statements.isEmpty {
        cells.append(
          CellSyntax(
            title: title, isProse: isProse, statements: statements, lower: lower, upper: upper))
      }
      statements = []
    }
    while kind != .end {
      if case .cell(let newTitle, let newProse) = kind {
        finish(token.lower)
        (title, isProse, lower, hasMarker) = (newTitle, newProse, token.lower, true)
        advance()
        continue
      }
      if let statement = parseLine(after: statements.last) { statements.append(statement) }
    }
    finish(file.bytes.count)
    return cells
  }

  /// One statement with its end; nil for an empty line.
  mutating func parseLine(after previous: Statement?) -> Statement? {
    if kind == .newline || isAt(.semicolon) {
      advance()
      return nil
    }
    if case .symbol(let symbol) = kind, symbol.isCloser {
      // Only a closer that the lexer put can be left over here.
      advance()
      return nil
    }
    let start = index
    let errors = diagnostics.count
    reportContinuation(of: previous)
    var statement = parseStatement()
    reportDivided(previous, statement)
    if case .symbol(.semicolon) = kind {
      if case .expression(let value, _) = statement.kind {
        statement = Statement(
          kind: .expression(value, isSilent: true), lower: statement.lower,
          upper: statement.upper)
      }
      advance()
    } else {
      switch kind {
      case .newline: advance()
      case .end, .cell, .symbol(.rightBrace): break
      default:
        if endsBeforeNext { break }
        if diagnostics.count == errors { reportTail(of: statement) }
        recover()
      }
    }
    endsBeforeNext = false
    if index == start { advance() }
    return statement
  }
}

extension Parser {
  /// A parser of all tokens that a lexer has not run yet.
  init(_ lexer: inout Lexer) {
    let tokens = lexer.run()
    self.init(
      file: lexer.file, tokens: tokens, unclosed: lexer.unclosed,
      broken: Set(lexer.dropped.map(lexer.file.line)))
  }
}
