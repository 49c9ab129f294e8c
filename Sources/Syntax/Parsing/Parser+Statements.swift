extension Parser {
  mutating func parseStatement() -> Statement {
    let lower = token.lower
    func made(_ kind: Statement.Kind, _ parser: Parser) -> Statement {
      Statement(kind: kind, lower: lower, upper: max(lower, parser.previousUpper))
    }
    switch kind {
    case .keyword(.var) where isAtCallOfVar: return made(parseExpressionStatement(), self)
    case .keyword(.let), .keyword(.var): return made(parseDefinition(), self)
    case .keyword(.fn):
      guard case .name = peek() else { return made(parseExpressionStatement(), self) }
      return made(parseNamedFunction(), self)
    case .keyword(.for): return made(parseLoop(), self)
    case .keyword(.while):
      advance()
      let condition = parseCondition("while")
      return made(.whileLoop(condition, parseBlock(after: "while")), self)
    case .keyword(.return):
      advance()
      switch kind {
      case .newline, .end, .cell, .symbol(.semicolon), .symbol(.rightBrace):
        return made(.give(nil), self)
      default:
        let value = parseExpression()
        reportListed("return", after: value)
        return made(.give(value), self)
      }
    case .keyword(.break):
      advance()
      return made(.breakLoop, self)
    case .keyword(.continue):
      advance()
      return made(.continueLoop, self)
    case .keyword(.assert):
      advance()
      let condition = parseExpression()
      let message = take(.comma) ? parseExpression() : nil
      return made(.assert(condition, message: message), self)
    case .keyword(.use): return made(parseUse(), self)
    case .keyword(.catch):
      reportHere("`catch` has no `try`", hint: "write `try { … } catch e { … }`")
      recover()
      return made(.invalid, self)
    case .keyword(.else):
      reportHere("`else` has no `if`", hint: "write it after the `}` of its `if`")
      advance()
      if isAt(.if) {
        advance()
        _ = parseExpression()
      }
      if isAt(.leftBrace) { _ = parseBlock(after: "else") }
      return made(.invalid, self)
    case .name(let word):
      if let foreign = parseForeignStatement(word) { return made(foreign, self) }
      if case .name = peek(), peek(2) == .symbol(.leftBrace) {
        return made(parseDeclaration(), self)
      }
      if word == DeclarationSyntax.options, peek() == .symbol(.leftBrace) {
        return made(parseDeclaration(), self)
      }
      return made(parseExpressionStatement(), self)
    default: return made(parseExpressionStatement(), self)
    }
  }

  private mutating func parseExpressionStatement() -> Statement.Kind {
    let target = parseExpression()
    if case .symbol(let symbol) = kind, isAtAssignment {
      let place = token
      advance()
      let value = parseExpression()
      reportListed(file.text(target.lower..<place.upper), after: value)
      switch target.kind {
      case .name, .member, .index: return .assign(target, symbol.compoundOperator, value)
      case .invalid: return .invalid
      default:
        report(
          "nothing can be assigned to this", place.lower, place.upper,
          hint: "equality is written `==`")
        return .invalid
      }
    }
    if isAt(.comma), case .name = target.kind, isUnpacking() {
      reportHere("several names are set with `let`", hint: "write `let a, b = …`")
      recover()
      return .invalid
    }
    return .expression(target, isSilent: false)
  }

  private func isUnpacking() -> Bool {
    var ahead = 0
    while peek(ahead) == .symbol(.comma), case .name = peek(ahead + 1) { ahead += 2 }
    return peek(ahead) == .symbol(.assign)
  }

  /// A name that is being introduced; reports what is there instead.
  mutating func parseNewName(_ what: String) -> NameSyntax? {
    if case .name(let name) = kind {
      let result = NameSyntax(name: name, lower: token.lower, upper: token.upper)
      advance()
      return result
    }
    if case .keyword(let word) = kind {
      reportHere("`\(word.rawValue)` is a keyword and can't name \(what)")
    } else {
      reportHere("expected a name for \(what), found \(found)")
    }
    return nil
  }

  private mutating func parseNames(_ what: String) -> [NameSyntax]? {
    let isParenthesized = take(.leftParen)
    var names: [NameSyntax] = []
    repeat {
      guard let name = parseNewName(what) else { return nil }
      names.append(name)
    } while take(.comma)
    if isParenthesized, !take(.rightParen) {
      reportHere("expected `)`, found \(found)")
      return nil
    }
    return names
  }

  private mutating func parseDefinition() -> Statement.Kind {
    let isVariable = isAt(.var)
    let word = isVariable ? "var" : "let"
    advance()
    guard let names = parseNames("a `\(word)`") else {
      recover()
      return .invalid
    }
    if isAt(.colon) {
      reportHere("a `\(word)` has no type", hint: "write `\(word) \(names[0].name) = …`")
      recover()
      return .define(names: names, isVariable: isVariable, invalid())
    }
    guard take(.assign) else {
      if let hint = continuationHintBelow {
        report("`\(names[0].name)` needs a value", previousUpper, previousUpper, hint: hint)
        advance()
      } else if isAt(.equal) {
        reportHere("a value is given with `=`", hint: "write `\(word) \(names[0].name) = …`")
      } else {
        reportHere(
          "`\(names[0].name)` needs a value", hint: "write `\(word) \(names[0].name) = …`")
      }
      recover()
      return .define(names: names, isVariable: isVariable, invalid())
    }
    let value = parseExpression()
    reportListed("\(word) \(names.map(\.name).joined(separator: ", ")) =", after: value)
    return .define(names: names, isVariable: isVariable, value)
  }

  /// `return a, b` and `let x = a, b`.
  private mutating func reportListed(_ start: String, after value: Expression) {
    guard isAt(.comma) else { return }
    reportHere(
      "several values are a list", hint: "write `\(start) [a, b]`")
    recover()
  }

  private mutating func parseNamedFunction() -> Statement.Kind {
    advance()
    guard let name = parseNewName("a function") else {
      recover()
      return .invalid
    }
    guard isAt(.leftParen) else {
      reportHere("expected `(` after the function's name", hint: "write `fn \(name.name)() { … }`")
      recover()
      return .invalid
    }
    let parameters = parseParameters()
    if take(.assign) || take(.arrow) {
      let value = parseExpression()
      return .function(
        name, FunctionSyntax(name: name.name, parameters: parameters, body: block(of: value)))
    }
    if isAt(.colon) {
      reportHere("a function's body is written in braces", hint: "write `{ … }`")
      recover()
      return .invalid
    }
    let body = parseBlock(after: "fn")
    return .function(
      name, FunctionSyntax(name: name.name, parameters: parameters, body: body))
  }

  /// `(a, b = 1)`; the token is `(`.
  mutating func parseParameters() -> [FunctionSyntax.Parameter] {
    advance()
    var parameters: [FunctionSyntax.Parameter] = []
    skipNewlines()
    while !isAt(.rightParen) {
      guard let name = parseNewName("a parameter") else {
        recover(past: .rightParen)
        return parameters
      }
      if isAt(.colon) {
        reportHere("a parameter has no type", hint: "a default is written `\(name.name) = 1`")
        recover(past: .rightParen)
        return parameters + [.init(name: name, fallback: nil)]
      }
      let fallback = take(.assign) ? parseExpression() : nil
      if fallback == nil, parameters.last?.fallback != nil {
        report(
          "`\(name.name)` has no default but follows a parameter that has one", name.lower,
          name.upper, hint: "give it one, or move it to the front")
      }
      parameters.append(.init(name: name, fallback: fallback))
      skipNewlines()
      guard take(.comma) else { break }
      skipNewlines()
    }
    if !take(.rightParen) {
      reportHere("expected `,` or `)`, found \(found)")
      recover(past: .rightParen)
    }
    return parameters
  }

  private mutating func parseLoop() -> Statement.Kind {
    advance()
    guard let names = parseNames("a loop's variable") else {
      skipLoopHead()
      return .invalid
    }
    guard take(.in) else {
      let hint = "write `for \(names[0].name) in list { … }`"
      reportHere("expected `in`, found \(found)", hint: hint)
      skipLoopHead()
      return .invalid
    }
    let sequence = parseCondition("for")
    return .loop(names: names, over: sequence, parseBlock(after: "for"))
  }

  /// Skips `(let i = 0; i < 3; i++)` and the like, and reads the block.
  private mutating func skipLoopHead() {
    while kind != .newline, kind != .end, !isAt(.leftBrace) {
      if case .cell = kind { return }
      advance()
    }
    if isAt(.leftBrace) { _ = parseBlock(after: "for") }
  }

  private mutating func parseUse() -> Statement.Kind {
    advance()
    guard case .string(let parts) = kind, parts.count == 1, case .text(let path) = parts[0] else {
      reportHere("`use` takes a file's path in quotes", hint: "write `use \"other.pts\"`")
      recover()
      return .invalid
    }
    let place = token
    advance()
    return .use(path, lower: place.lower, upper: place.upper)
  }

  /// What is between `if`, `while` or `for … in` and its block.
  mutating func parseCondition(_ word: String) -> Expression {
    if (isAt(.leftBrace) && !isAtRecord) || kind == .newline {
      reportHere("`\(word)` needs \(word == "for" ? "something to iterate over" : "a condition")")
      return invalid()
    }
    let condition = parseExpression()
    if isAt(.assign), word != "for" {
      reportHere("`=` sets a value, equality is written `==`", hint: "write `==`")
      advance()
      _ = parseExpression()
    }
    return condition
  }

  /// `{ … }`; the braces are never left out.
  mutating func parseBlock(after word: String) -> Block {
    let lower = token.lower
    let errors = diagnostics.count
    guard isAt(.leftBrace) else {
      // A brace alone on the next line is a habit worth reading.
      if kind == .newline, peek() == .symbol(.leftBrace) {
        advance()
        return parseBlock(after: word)
      }
      if let last = diagnostics.last?.range, last.lower >= lower {
        recover()
      } else if isAt(.colon) {
        reportHere("the body of `\(word)` is written in braces", hint: "write `{ … }` for `:`")
        recover()
      } else if case .name(let then) = kind, ["then", "do", "begin"].contains(then) {
        reportHere(
          "the body of `\(word)` is written in braces", hint: "write `{ … }` for `\(then)`")
        recover()
      } else {
        let hint = continuationHintBelow
        reportHere(
          "expected `{` after `\(word)`, found \(found)",
          hint: hint ?? "a body is written in braces")
        if hint != nil { advance() }
        recover()
      }
      return Block(statements: [], lower: lower, upper: lower)
    }
    advance()
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.maximumDepth else {
      _ = tooDeep()
      recover(past: .rightBrace)
      return Block(statements: [], lower: lower, upper: lower)
    }
    var statements: [Statement] = []
    while !isAt(.rightBrace), kind != .end {
      if case .cell = kind { break }
      if case .symbol(let symbol) = kind, symbol.isCloser { break }
      if let statement = parseLine(after: statements.last) { statements.append(statement) }
    }
    if !take(.rightBrace), diagnostics.count == errors {
      reportHere("expected `}`, found \(found)")
    }
    return Block(statements: statements, lower: lower, upper: previousUpper)
  }

  func block(of value: Expression) -> Block {
    let statement = Statement(
      kind: .expression(value, isSilent: false), lower: value.lower, upper: value.upper)
    return Block(statements: [statement], lower: value.lower, upper: value.upper)
  }

  func invalid() -> Expression {
    Expression(kind: .invalid, lower: token.lower, upper: token.lower)
  }
}
