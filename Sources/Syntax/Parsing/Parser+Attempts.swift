extension Parser {
  /// `try { … } catch e { … }`; the token is `try`.
  mutating func parseAttempt() -> Expression {
    let lower = token.lower
    advance()
    let errors = diagnostics.count
    let body = parseBlock(after: "try")
    takeCatch()
    guard isAt(.catch) else {
      if isAtEnd { endsInTry = true }
      if diagnostics.count == errors {
        report(
          "`try` needs a `catch`", lower, lower + 3, hint: "write `try { … } catch e { … }`")
      }
      return Expression(kind: .invalid, lower: lower, upper: previousUpper)
    }
    advance()
    let error = parseCaughtName()
    let handler = parseBlock(after: "catch")
    reportFinally()
    return Expression(
      kind: .attempt(AttemptSyntax(body: body, error: error, handler: handler)), lower: lower,
      upper: previousUpper)
  }

  /// The name between `catch` and its block, if there is one.
  private mutating func parseCaughtName() -> NameSyntax? {
    if isAt(.leftBrace) || isAt(.colon) || kind == .newline { return nil }
    if isAt(.leftParen) {
      reportHere("`catch` has no parentheses", hint: "write `catch e { … }`")
      advance()
      let name = parseNewName("an error")
      recover(past: .rightParen)
      return name
    }
    let name = parseNewName("an error")
    if name != nil, !isAt(.leftBrace), kind != .newline, !isAt(.colon) {
      reportHere("`catch` takes one name: it catches every error", hint: "write `catch e { … }`")
      while !isAt(.leftBrace), kind != .newline, kind != .end { advance() }
    }
    return name
  }

  /// Accepts `catch` on the line after `}`, and reads `except` and `rescue` after a message.
  private mutating func takeCatch() {
    var ahead = 0
    while peek(ahead) == .newline { ahead += 1 }
    if peek(ahead) == .keyword(.catch) {
      index += ahead
    } else if case .name(let word) = peek(ahead), ["except", "rescue", "finally"].contains(word) {
      index += ahead
      if word == "finally" { return reportFinally() }
      reportHere("`\(word)` is written `catch`", hint: "write `catch e { … }`")
      let place = token
      tokens[index] = Token(kind: .keyword(.catch), lower: place.lower, upper: place.upper)
    }
  }

  /// Reads and reports a `finally` with its block.
  private mutating func reportFinally() {
    var ahead = 0
    while peek(ahead) == .newline { ahead += 1 }
    guard peek(ahead) == .name("finally") else { return }
    index += ahead
    reportHere("there is no `finally`", hint: "write what always happens after the `catch`")
    recover()
  }

  /// Whether nothing but the end of the text is left.
  private var isAtEnd: Bool {
    var ahead = 0
    while peek(ahead) == .newline { ahead += 1 }
    return peek(ahead) == .end
  }
}
