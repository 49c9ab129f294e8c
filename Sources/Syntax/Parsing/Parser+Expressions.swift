extension Parser {
  mutating func parseExpression() -> Expression {
    nested { $0.isAtLambda ? $0.parseLambda() : $0.parseOr() }
  }

  /// An expression between brackets, as one of several items or alone.
  mutating func parseExpression(isItem: Bool) -> Expression {
    let outer = isInItems
    defer { isInItems = outer }
    isInItems = isItem
    return parseExpression()
  }

  private func made(_ kind: Expression.Kind, _ lower: Int) -> Expression {
    Expression(kind: kind, lower: lower, upper: max(lower, previousUpper))
  }

  /// Parses `next (op next)*`; each operator makes the tree one deeper, so it counts as nesting.
  private mutating func chain(
    _ next: (inout Parser) -> Expression,
    _ combine: (inout Parser, Expression) -> Expression?
  ) -> Expression {
    let outer = depth
    defer { depth = outer }
    var left = next(&self)
    while let combined = combine(&self, left) {
      left = combined
      depth += 1
      if depth > Self.maximumDepth * 4 { return tooDeep() }
    }
    return left
  }

  private mutating func parseOr() -> Expression {
    chain(
      { $0.parseAnd() },
      { parser, left in
        guard parser.take(.or) else { return nil }
        let right = parser.parseAnd()
        return parser.made(.logical(isAnd: false, left, right), left.lower)
      })
  }

  private mutating func parseAnd() -> Expression {
    chain(
      { $0.parseNot() },
      { parser, left in
        guard parser.take(.and) else { return nil }
        let right = parser.parseNot()
        return parser.made(.logical(isAnd: true, left, right), left.lower)
      })
  }

  private mutating func parseNot() -> Expression {
    let lower = token.lower
    guard take(.not) else { return parseComparison() }
    return nested { parser in
      let value = parser.parseNot()
      return parser.made(.not(value), lower)
    }
  }

  private mutating func takeComparison() -> BinaryOperator? {
    guard case .symbol(let symbol) = kind, let op = BinaryOperator(rawValue: symbol.rawValue),
      op.isComparison
    else { return nil }
    advance()
    return op
  }

  private mutating func parseComparison() -> Expression {
    let left = parseRange()
    if isAt(.in) || (isAt(.not) && peek() == .keyword(.in)) {
      let isNegated = take(.not)
      advance()
      let right = parseRange()
      return made(.membership(left, of: right, isNegated: isNegated), left.lower)
    }
    var links: [(op: BinaryOperator, right: Expression)] = []
    while let op = takeComparison() { links.append((op, parseRange())) }
    if links.isEmpty { return left }
    if links.count == 1 { return made(.binary(links[0].op, left, links[0].right), left.lower) }
    return made(.comparison(left, links), left.lower)
  }

  /// Whether an expression can't continue, so that `2..` has an open end.
  private var isAtRangeEnd: Bool {
    switch kind {
    case .symbol(.rightBracket), .symbol(.comma), .symbol(.rightParen), .newline, .end, .cell,
      .symbol(.leftBrace), .symbol(.rightBrace), .symbol(.semicolon):
      true
    default: false
    }
  }

  private mutating func parseRange() -> Expression {
    let lower = token.lower
    if take(.dots) {
      let end = isAtRangeEnd ? nil : parseSum()
      return made(.range(nil, end), lower)
    }
    let left = parseSum()
    guard take(.dots) else { return left }
    let end = isAtRangeEnd ? nil : parseSum()
    return made(.range(left, end), lower)
  }

  private mutating func parseSum() -> Expression {
    chain(
      { $0.parseProduct() },
      { parser, left in
        let op: BinaryOperator
        switch parser.kind {
        case .symbol(.plus): op = .add
        case .symbol(.minus): op = .subtract
        default: return nil
        }
        parser.reportJoinedItems()
        parser.advance()
        let right = parser.parseProduct()
        return parser.made(.binary(op, left, right), left.lower)
      })
  }

  private mutating func parseProduct() -> Expression {
    chain(
      { $0.parseSign() },
      { parser, left in
        let op: BinaryOperator
        switch parser.kind {
        case .symbol(.star): op = .multiply
        case .symbol(.slash): op = .divide
        case .symbol(.percent): op = .remainder
        case .symbol(.at): op = .matrix
        default: return nil
        }
        parser.advance()
        let right = parser.parseSign()
        return parser.made(.binary(op, left, right), left.lower)
      })
  }

  private mutating func parseSign() -> Expression {
    let lower = token.lower
    if take(.minus) {
      return nested { parser in
        let value = parser.parseSign()
        return parser.made(.negated(value), lower)
      }
    }
    if take(.plus) { return nested { $0.parseSign() } }
    return parsePower()
  }

  private mutating func parsePower() -> Expression {
    let base = parsePostfix()
    guard take(.caret) else { return base }
    return nested { parser in
      let exponent = parser.parseSign()
      return parser.made(.binary(.power, base, exponent), base.lower)
    }
  }

  private mutating func parsePostfix() -> Expression {
    chain(
      { $0.parsePrimary() },
      { parser, base in
        switch parser.kind {
        case .symbol(.leftParen):
          parser.reportJoinedItems()
          return parser.parseCall(base)
        case .symbol(.leftBracket):
          parser.reportJoinedItems()
          return parser.parseIndex(base)
        case .symbol(.dot): return parser.parseMember(base)
        default: return nil
        }
      })
  }

  private mutating func parseMember(_ base: Expression) -> Expression {
    advance()
    let lower = token.lower
    switch kind {
    case .name(let name):
      advance()
      return made(.member(base, name, lower: lower), base.lower)
    case .keyword(let word):
      advance()
      return made(.member(base, word.rawValue, lower: lower), base.lower)
    default:
      reportHere("expected a member's name after `.`, found \(found)")
      return made(.invalid, base.lower)
    }
  }

  private mutating func parseCall(_ callee: Expression) -> Expression {
    advance()
    var arguments: [Argument] = []
    skipNewlines()
    while !isAt(.rightParen) {
      let lower = token.lower
      var name: String?
      if let word = fieldName(), peek() == .symbol(.colon) || peek() == .symbol(.assign) {
        if case .string = kind {} else { name = word }
        if name != nil {
          advance()
          if isAt(.assign) {
            reportHere("a named argument is written with `:`", hint: "write `\(word): …`")
          }
          advance()
          skipNewlines()
        }
      }
      let errors = diagnostics.count
      let value = parseExpression(isItem: true)
      if name == nil, let previous = arguments.last?.name {
        report(
          "an argument without a name follows `\(previous):`", lower, value.upper,
          hint: "put it before the named ones")
      }
      arguments.append(Argument(name: name, lower: lower, value: value))
      skipNewlines()
      guard take(.comma) else {
        if !isAt(.rightParen), diagnostics.count == errors {
          reportHere("expected `,` or `)`, found \(found)")
        }
        break
      }
      skipNewlines()
    }
    if !take(.rightParen) { recover(past: .rightParen) }
    return made(.call(callee, arguments), callee.lower)
  }

  private mutating func parseIndex(_ base: Expression) -> Expression {
    advance()
    var items: [Expression] = []
    let lower = token.lower
    skipNewlines()
    while !isAt(.rightBracket) {
      let errors = diagnostics.count
      if isAt(.colon) {
        reportSlice()
        break
      }
      items.append(parseExpression(isItem: true))
      skipNewlines()
      guard take(.comma) else {
        if isAt(.colon) {
          reportSlice()
        } else if !isAt(.rightBracket), diagnostics.count == errors {
          reportHere("expected `,` or `]`, found \(found)")
        }
        break
      }
      skipNewlines()
    }
    let isEmpty = items.isEmpty && isAt(.rightBracket)
    if !take(.rightBracket) { recover(past: .rightBracket) }
    if isEmpty { report("`[]` needs an index", lower - 1, lower + 1, hint: "write `[0]`") }
    return made(.index(base, items), base.lower)
  }

  private mutating func reportSlice() {
    reportHere("a slice is written with `..`", hint: "write `[2..5]`, `[..5]` or `[2..]`")
  }
}
