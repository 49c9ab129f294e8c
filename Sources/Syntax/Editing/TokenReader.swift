/// Tells from its neighbours what a token is, in text that may be wrong or unfinished.
struct TokenReader {
  let tokens: [Token]

  init(_ tokens: [Token]) { self.tokens = tokens }

  /// A kind past either end is that of an ended text.
  func kind(_ index: Int) -> Token.Kind {
    tokens.indices.contains(index) ? tokens[index].kind : .end
  }

  func name(_ index: Int) -> String? {
    if case .name(let name) = kind(index) { return name }
    return nil
  }

  /// Whether a statement may begin at the index.
  func startsStatement(_ index: Int) -> Bool {
    switch kind(index - 1) {
    case .newline, .cell, .end, .symbol(.semicolon), .symbol(.leftBrace), .symbol(.rightBrace):
      true
    default: false
    }
  }

  /// `kind` of `kind name {`.
  func isNoun(at index: Int) -> Bool {
    name(index) != nil && name(index + 1) != nil && kind(index + 2) == .symbol(.leftBrace)
      && startsStatement(index)
  }

  /// A name that a `let`, `var`, `fn`, `for` or `catch` introduces.
  func isDefinition(at index: Int) -> Bool {
    guard name(index) != nil else { return false }
    var index = index - 1
    while kind(index) == .symbol(.comma), name(index - 1) != nil { index -= 2 }
    switch kind(index) {
    case .keyword(.let), .keyword(.var), .keyword(.fn), .keyword(.for), .keyword(.catch):
      return true
    default: return false
    }
  }

  /// The `name` of `name: value`.
  func isKey(at index: Int) -> Bool {
    guard kind(index + 1) == .symbol(.colon) else { return false }
    switch kind(index - 1) {
    case .newline, .symbol(.comma), .symbol(.leftBrace), .symbol(.leftParen): return true
    default: return false
    }
  }

  /// The index of the opening bracket that a closing one at `index` belongs to.
  func opener(of index: Int) -> Int? {
    var open = 0
    var index = index
    while index >= 0 {
      if case .symbol(let symbol) = kind(index) {
        if symbol.isCloser { open += 1 }
        if symbol.closer != nil {
          open -= 1
          if open == 0 { return index }
        }
      }
      index -= 1
    }
    return nil
  }
}
