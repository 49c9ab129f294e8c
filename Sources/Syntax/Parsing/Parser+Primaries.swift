extension Parser {
  mutating func parsePrimary() -> Expression {
    let lower = token.lower
    func made(_ kind: Expression.Kind, _ parser: Parser) -> Expression {
      Expression(kind: kind, lower: lower, upper: max(lower, parser.previousUpper))
    }
    switch kind {
    case .number(let number):
      advance()
      return made(number.map { .number($0) } ?? .invalid, self)
    case .string(let parts):
      advance()
      let segments = parts.map { segment($0) }
      if case .string = kind {
        reportHere("two strings in a row", hint: "join them with `+`")
        recover()
      }
      return made(.string(segments), self)
    case .name(let name):
      advance()
      if name == "lambda", case .name = kind {
        report("there is no `lambda`", lower, previousUpper, hint: "write `x => …`")
        recover()
        return made(.invalid, self)
      }
      if case .string = kind, token.lower == previousUpper, name.count <= 2 {
        report(
          "a string has no prefix", lower, previousUpper,
          hint: "any string takes values as `\\(value)`")
        return parsePrimary()
      }
      return made(
        .name(NameSyntax(name: name, lower: lower, upper: previousUpper)), self)
    case .keyword(.var) where isAtCallOfVar:
      advance()
      return made(.name(NameSyntax(name: "var", lower: lower, upper: previousUpper)), self)
    case .keyword(.true), .keyword(.false):
      let flag = isAt(.true)
      advance()
      return made(.bool(flag), self)
    case .keyword(.none):
      advance()
      return made(.none, self)
    case .keyword(.if): return parseConditional()
    case .keyword(.try): return parseAttempt()
    case .keyword(.fn): return parseAnonymousFunction()
    case .symbol(.leftParen): return parseParenthesized()
    case .symbol(.leftBracket): return parseList()
    case .symbol(.leftBrace): return parseRecord()
    default:
      reportMissingValue()
      return made(.invalid, self)
    }
  }

  private mutating func segment(_ part: StringPart) -> StringSegment {
    switch part {
    case .text(let text): return .text(text)
    case .code(let tokens, let format, let lower, let upper):
      var inner = Parser(
        file: file, tokens: tokens, diagnostics: diagnostics, depth: depth + 1, unclosed: unclosed,
        broken: broken)
      if inner.kind == .newline {
        report("`\\()` is empty", lower, upper, hint: "write a value in it")
        return .text("")
      }
      let value = inner.parseExpression()
      if inner.kind != .newline, inner.diagnostics.count == diagnostics.count {
        inner.reportHere("expected `)`, found \(inner.found)")
      }
      diagnostics = inner.diagnostics
      return .value(value, format.flatMap { self.format($0) })
    }
  }

  private mutating func format(_ written: StringPart.Format) -> TextFormat? {
    if let format = TextFormat(written.text) { return format }
    report(
      written.text.isEmpty
        ? "a format is missing after `:`" : "there is no format `\(written.text.prefix(40))`",
      written.lower, written.upper,
      hint: "a number is laid out by `.3`, `.2f`, `,`, `.1%` or `08.3f`, any value by `>8` or `<8`")
    return nil
  }

  private mutating func parseParenthesized() -> Expression {
    let lower = token.lower
    advance()
    skipNewlines()
    if isAt(.rightParen) {
      advance()
      report(
        "`()` is empty", lower, previousUpper, hint: "write `none`, or `[]` for an empty list")
      return Expression(kind: .invalid, lower: lower, upper: previousUpper)
    }
    let errors = diagnostics.count
    let value = parseExpression(isItem: false)
    skipNewlines()
    if !isAt(.rightParen), diagnostics.count == errors {
      if isAt(.comma) {
        reportHere("values are listed in brackets", hint: "write `[a, b]`")
      } else {
        reportHere("expected `)`, found \(found)")
      }
    }
    if !take(.rightParen) { recover(past: .rightParen) }
    return Expression(kind: value.kind, lower: lower, upper: previousUpper)
  }

  private mutating func parseList() -> Expression {
    let lower = token.lower
    advance()
    var items: [Expression] = []
    skipNewlines()
    while !isAt(.rightBracket) {
      let errors = diagnostics.count
      items.append(parseExpression(isItem: true))
      skipNewlines()
      guard take(.comma) else {
        if !isAt(.rightBracket), diagnostics.count == errors {
          if isAt(.for) {
            reportHere(
              "a list isn't built by `for` inside it", hint: "write `map(list, x => …)`")
          } else {
            reportHere("expected `,` or `]`, found \(found)")
          }
        }
        break
      }
      skipNewlines()
    }
    if !take(.rightBracket) { recover(past: .rightBracket) }
    return Expression(kind: .list(items), lower: lower, upper: previousUpper)
  }

  private mutating func parseRecord() -> Expression {
    let lower = token.lower
    advance()
    var entries: [RecordEntry] = []
    while true {
      while kind == .newline || isAt(.comma) { advance() }
      if take(.rightBrace) || kind == .end { break }
      if case .cell = kind { break }
      if isAt(.semicolon) {
        reportHere("entries are separated by commas or lines", hint: "write `,`")
        advance()
        continue
      }
      if let entry = parseEntry(entries) { entries.append(entry) }
    }
    return Expression(kind: .record(entries), lower: lower, upper: previousUpper)
  }

  private mutating func parseEntry(_ entries: [RecordEntry]) -> RecordEntry? {
    let start = token
    guard let name = fieldName() else {
      let hint =
        continuationHint ?? "a record is written `{name: value}`, keys are names or strings"
      reportHere("expected a name, found \(found)", hint: hint)
      skipField()
      return nil
    }
    advance()
    if isAt(.assign) {
      reportHere("a record's entry is written with `:`", hint: "write `\(name): …`")
    } else if !isAt(.colon) {
      let hint = "a record is written `{name: value}`"
      reportHere("expected `:` after `\(name)`, found \(found)", hint: hint)
      skipField()
      return nil
    }
    advance()
    skipNewlines()
    if entries.contains(where: { $0.name == name }) {
      report("`\(name)` is given twice", start.lower, start.upper)
    }
    let value = parseFieldValue(endedBy: "`,` or `}`")
    return RecordEntry(name: name, lower: start.lower, upper: start.upper, value: value)
  }

  private mutating func parseConditional() -> Expression {
    let lower = token.lower
    var branches: [(condition: Expression, body: Block)] = []
    var otherwise: Block?
    repeat {
      advance()
      let condition = parseCondition("if")
      branches.append((condition, parseBlock(after: "if")))
      takeElseIf()
      guard isAt(.else) else { break }
      if peek() == .keyword(.if) {
        advance()
        continue
      }
      advance()
      otherwise = parseBlock(after: "else")
      break
    } while true
    let kind = Expression.Kind.conditional(
      ConditionalSyntax(branches: branches, otherwise: otherwise))
    return Expression(kind: kind, lower: lower, upper: previousUpper)
  }

  /// Accepts `else` on the line after `}`, and reads `elif` after a message.
  private mutating func takeElseIf() {
    var ahead = 0
    while peek(ahead) == .newline { ahead += 1 }
    if peek(ahead) == .keyword(.else) {
      index += ahead
    } else if case .name(let word) = peek(ahead), ["elif", "elsif", "elseif"].contains(word) {
      index += ahead
      reportHere("`\(word)` is written `else if`", hint: "write `else if`")
      let place = token
      tokens[index] = Token(kind: .keyword(.if), lower: place.lower, upper: place.upper)
      tokens.insert(
        Token(kind: .keyword(.else), lower: place.lower, upper: place.lower), at: index)
    }
  }

  private mutating func parseAnonymousFunction() -> Expression {
    let lower = token.lower
    advance()
    guard isAt(.leftParen) else {
      reportHere("expected `(` after `fn`, found \(found)", hint: "write `x => …`")
      recover()
      return invalid()
    }
    let parameters = parseParameters()
    let body = take(.arrow) ? parseArrowBody() : parseBlock(after: "fn")
    let function = FunctionSyntax(name: nil, parameters: parameters, body: body)
    return Expression(kind: .function(function), lower: lower, upper: previousUpper)
  }

  /// Whether `x =>` or `(…) =>` begins here.
  var isAtLambda: Bool {
    if case .name = kind { return peek() == .symbol(.arrow) }
    return isAt(.leftParen) && kindAfterBrackets(0) == .symbol(.arrow)
  }

  /// Whether `var(…)` is a call of the function `var` rather than `var (a, b) = …`.
  var isAtCallOfVar: Bool {
    guard isAt(.var), peek() == .symbol(.leftParen), let next = kindAfterBrackets(1) else {
      return false
    }
    return next != .symbol(.assign)
  }

  /// What comes after the bracket that opens `ahead` of here is closed.
  private func kindAfterBrackets(_ start: Int) -> Token.Kind? {
    var open = 0
    var ahead = start
    while true {
      switch peek(ahead) {
      case .symbol(let symbol) where symbol.closer != nil: open += 1
      case .symbol(let symbol) where symbol.isCloser:
        open -= 1
        if open == 0 { return peek(ahead + 1) }
      case .end: return nil
      default: break
      }
      ahead += 1
    }
  }

  mutating func parseLambda() -> Expression {
    let lower = token.lower
    let parameters: [FunctionSyntax.Parameter]
    if isAt(.leftParen) {
      parameters = parseParameters()
    } else {
      parameters = parseNewName("a parameter").map { [.init(name: $0, fallback: nil)] } ?? []
    }
    advance()
    let body = parseArrowBody()
    let function = FunctionSyntax(name: nil, parameters: parameters, body: body)
    return Expression(kind: .function(function), lower: lower, upper: previousUpper)
  }

  /// After `=>`, braces that hold `name:` or nothing are a record, others a block.
  private mutating func parseArrowBody() -> Block {
    skipNewlines()
    if isAt(.leftBrace), !isAtRecord { return parseBlock(after: "=>") }
    let value = parseExpression()
    if isAtAssignment {
      let text = file.text(value.lower..<value.upper)
      reportHere(
        "an assignment is a statement, and has no value",
        hint: text.count <= 20
          ? "write it in braces: `=> { \(text) \(found.dropFirst().dropLast()) … }`"
          : "write it in braces: `=> { … }`")
      advance()
      _ = parseExpression()
    }
    return block(of: value)
  }

  /// Whether `=`, `+=` or one of its like comes next.
  var isAtAssignment: Bool {
    guard case .symbol(let symbol) = kind else { return false }
    return symbol == .assign || symbol.compoundOperator != nil
  }

  /// Whether the `{` here opens a record, where a block is possible too.
  var isAtRecord: Bool {
    var ahead = 1
    while peek(ahead) == .newline { ahead += 1 }
    switch peek(ahead) {
    case .symbol(.rightBrace): return true
    case .name, .string, .keyword: return peek(ahead + 1) == .symbol(.colon)
    default: return false
    }
  }
}
