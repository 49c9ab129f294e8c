extension Parser {
  /// `kind name { field: value … }`; the tokens are a name, a name and `{`. `args { … }` has no other
  /// name.
  mutating func parseDeclaration() -> Statement.Kind {
    guard case .name(let noun) = kind else { return .invalid }
    let nounLower = token.lower
    if peek() != .symbol(.leftBrace) { advance() }
    guard let name = parseNewName("a declaration") else { return .invalid }
    let opener = token.lower
    advance()
    var fields: [DeclarationSyntax.Field] = []
    while true {
      while kind == .newline || isAt(.comma) { advance() }
      if isAt(.semicolon) {
        reportHere("fields are separated by commas or lines", hint: "write `,`")
        advance()
        continue
      }
      if take(.rightBrace) || kind == .end { break }
      if case .cell = kind { break }
      // The next declaration inside this one: the lexer has said that its `{` is never closed.
      if unclosed.contains(opener), case .name = kind, case .name = peek(),
        peek(2) == .symbol(.leftBrace)
      {
        endsBeforeNext = true
        break
      }
      if let field = parseField(of: noun) { fields.append(field) }
    }
    return .declare(
      DeclarationSyntax(noun: noun, nounLower: nounLower, name: name, fields: fields))
  }

  private mutating func parseField(of noun: String) -> DeclarationSyntax.Field? {
    let start = token
    guard let name = fieldName() else {
      reportHere(
        "expected a field's name, found \(found)",
        hint: continuationHint ?? "a field is written `name: value`")
      skipField()
      return nil
    }
    advance()
    if !take(.colon) {
      if isAt(.assign) {
        reportHere("a field is written with `:`", hint: "write `\(name): …`")
        advance()
      } else {
        reportHere(
          "`\(name)` needs a value: expected `:`, found \(found)",
          hint: "a field is written `\(name): value`")
        skipField()
        return nil
      }
    }
    while kind == .newline { advance() }
    let value = parseFieldValue(
      endedBy: "a comma or a new line after `\(name)`",
      hint: "fields are separated by commas or lines")
    return DeclarationSyntax.Field(
      name: name, lower: start.lower, upper: start.upper, value: value)
  }

  /// What follows the colon of a field or of a record's entry, and has to end there.
  mutating func parseFieldValue(endedBy ending: String, hint: String? = nil) -> Expression {
    let errors = diagnostics.count
    let value = parseExpression()
    switch kind {
    case .newline, .symbol(.comma), .symbol(.rightBrace), .symbol(.semicolon), .end: break
    default:
      if diagnostics.count == errors {
        reportHere("expected \(ending), found \(found)", hint: hint)
      }
      skipField()
    }
    return value
  }

  /// A name, a keyword or a string, where a field or a record's key is expected.
  func fieldName() -> String? {
    switch kind {
    case .name(let name): return name
    case .keyword(let word): return word.rawValue
    case .string(let parts):
      if parts.isEmpty { return "" }
      if parts.count == 1, case .text(let text) = parts[0] { return text }
      return nil
    default: return nil
    }
  }

  /// Skips to the next comma, line or closing brace of the declaration or record.
  mutating func skipField() {
    var open = 0
    while kind != .end {
      switch kind {
      case .cell: return
      case .newline where open == 0, .symbol(.comma) where open == 0,
        .symbol(.semicolon) where open == 0:
        return
      case .symbol(let symbol) where symbol.closer != nil: open += 1
      case .symbol(let symbol) where symbol.isCloser:
        if open == 0 {
          if symbol != .rightBrace { advance() }
          return
        }
        open -= 1
      default: break
      }
      advance()
    }
  }
}
