import Diagnostics

extension Parser {
  /// Statements of other languages that begin with a word which is a plain name here.
  ///
  /// They are recognised only where the language itself has no reading: two names in a row.
  mutating func parseForeignStatement(_ word: String) -> Statement.Kind? {
    guard let foreign = Self.foreignWord(word) else { return nil }
    guard Self.startsForeign(peek()) || (foreign.hasCondition && isCallWithBlock) else {
      return nil
    }
    reportHere(foreign.message, hint: foreignHint(word) ?? foreign.hint)
    return skipForeign()
  }

  private typealias ForeignWord = (message: String, hint: String, hasCondition: Bool)

  /// What a word means elsewhere that begins a statement; `hasCondition` where parentheses and a
  /// block may follow it.
  private static func foreignWord(_ word: String) -> ForeignWord? {
    func missing(_ hint: String, hasCondition: Bool = false) -> ForeignWord {
      ("there is no `\(word)`", hint, hasCondition)
    }
    switch word {
    case "def", "function", "func", "fun", "sub", "macro":
      return ("a function is written `fn`", "write `fn name(…) { … }`", true)
    case "const", "auto", "val", "local", "global", "nonlocal", "mut", "static", "final", "my":
      return ("a value is named with `let`", "write `let name = …`", false)
    case "import", "from", "include", "require", "using", "library", "export", "module", "package":
      return missing("everything is built in; another script is read by `use \"other.pts\"`")
    case "class", "struct", "enum", "interface", "trait", "impl", "type", "typedef", "abstract",
      "mutable":
      return missing("a record holds fields: `{name: value}`")
    case "except", "finally", "rescue":
      return missing("errors are caught by `try { … } catch e { … }`", hasCondition: true)
    case "with":
      return missing("a file is read whole: `read_text(path)`, and needs no closing")
    case "switch", "match", "case", "when", "cond", "select":
      return missing("write `if x == 1 { … } else if x == 2 { … } else { … }`", hasCondition: true)
    case "async", "await", "go", "spawn":
      return missing("calls are made one after another: leave it out")
    case "yield": return missing("a function gives one value: collect them in a list")
    case "del", "delete":
      return missing("write `xs.remove(value)`, `xs.pop(index)` or `r.without(\"name\")`")
    case "new": return missing("a value is made by a call: `tensor(xs)`, or a record `{a: 1}`")
    case "raise", "throw":
      return ("an error is raised by a function", "write `error(\"why\")`", false)
    case "elif", "elsif", "elseif":
      return (
        "`\(word)` is written `else if`", "write it after the `}` of its `if`", true
      )
    case "unless": return missing("write `if not … { … }`", hasCondition: true)
    case "until": return missing("write `while not … { … }`", hasCondition: true)
    case "do", "begin":
      return missing("write `while … { … }`; a block by itself isn't needed")
    case "foreach", "loop", "repeat", "forall", "parfor":
      return missing("write `for x in list { … }` or `while … { … }`", hasCondition: true)
    case "lambda": return missing("write `x => …`")
    case "public", "private", "protected":
      return missing("every name of a script can be used: leave it out")
    default: return nil
    }
  }

  /// A hint that repeats what is written after the word.
  private func foreignHint(_ word: String) -> String? {
    switch (word, peek()) {
    case ("def", .name(let name)), ("function", .name(let name)), ("func", .name(let name)),
      ("fun", .name(let name)), ("sub", .name(let name)):
      return "write `fn \(name)(…) { … }`"
    case ("const", .name(let name)), ("auto", .name(let name)), ("val", .name(let name)),
      ("local", .name(let name)), ("global", .name(let name)), ("nonlocal", .name(let name)),
      ("mut", .name(let name)), ("static", .name(let name)), ("final", .name(let name)),
      ("my", .name(let name)):
      return "write `let \(name) = …`"
    case ("import", .string), ("include", .string), ("require", .string), ("from", .string):
      return "write `use \"other.pts\"`"
    default: return nil
    }
  }

  /// Whether `word (…) {` begins here.
  private var isCallWithBlock: Bool {
    guard peek() == .symbol(.leftParen) else { return false }
    var open = 0
    var ahead = 1
    while true {
      switch peek(ahead) {
      case .symbol(let symbol) where symbol.closer != nil: open += 1
      case .symbol(let symbol) where symbol.isCloser:
        open -= 1
        if open == 0 { return peek(ahead + 1) == .symbol(.leftBrace) }
      case .end, .newline: return false
      default: break
      }
      ahead += 1
    }
  }

  private static func startsForeign(_ kind: Token.Kind) -> Bool {
    switch kind {
    case .keyword(.and), .keyword(.or), .keyword(.in), .keyword(.not): false
    case .name, .string, .number, .symbol(.leftBrace), .symbol(.colon), .keyword: true
    default: false
    }
  }

  /// Skips the statement and, where it has one, its block in braces.
  private mutating func skipForeign() -> Statement.Kind {
    recover()
    return .invalid
  }

  /// A statement has ended but its line hasn't.
  mutating func reportTail(of statement: Statement) {
    if isAt(.if) || isAt(.for) {
      let word = isAt(.if) ? "if" : "for"
      reportHere(
        "`\(word)` can't follow an expression",
        hint: word == "if" ? "write `if … { … } else { … }`" : "write `map(list, x => …)`")
      return
    }
    guard case .expression(let value, _) = statement.kind else {
      reportHere("expected the end of the line, found \(found)")
      return
    }
    if isAt(.comma) {
      reportHere("several values are a list", hint: "write `[a, b]`")
      return
    }
    if case .name(let use) = value.kind {
      let word = use.name
      let startsValue: Bool
      switch kind {
      case .name, .string, .number, .keyword, .symbol(.leftBrace): startsValue = true
      default: startsValue = false
      }
      if startsValue,
        ["print", "echo", "puts", "show", "plot", "json", "warn", "len", "error"]
          .contains(word)
      {
        let name = word == "echo" || word == "puts" ? "print" : word
        report(
          "`\(name)` is a function", statement.lower, statement.upper,
          hint: "write `\(name)(…)`")
        return
      }
      if startsValue, word.utf8.count > 2,
        let keyword = Suggestion.closest(to: word, among: Self.statementWords)
      {
        report(
          "`\(word)` doesn't begin a statement", statement.lower, statement.upper,
          hint: "did you mean `\(keyword)`?")
        return
      }
      if isAt(.colon) {
        let hint = "a value is named by `let \(word) = …`"
        reportHere("expected the end of the line, found `:`", hint: hint)
        return
      }
      if isAt(.leftBrace) {
        reportHere(
          "expected the end of the line, found `{`",
          hint: "a declaration has a name: write `\(word) name { … }`")
        return
      }
      if case .name(let next) = kind {
        reportHere(
          "expected the end of the line, found \(found)",
          hint: "a declaration is written `\(word) \(next) { … }`, a call `\(word)(\(next))`")
        return
      }
    }
    reportHere("expected the end of the line, found \(found)")
  }

  private var isAfterOpening: Bool {
    guard index > 0, case .name = peek() else { return false }
    switch tokens[index - 1].kind {
    case .symbol(.leftParen), .symbol(.leftBracket), .symbol(.comma): return true
    default: return false
    }
  }

  /// `f(*xs)` and `[*xs]`.
  private mutating func reportSpread() {
    reportHere(
      "values aren't spread by `*`",
      hint: "lists are joined by `xs + ys`; arguments are written one by one")
  }

  /// Words that something follows on their line.
  private static let statementWords =
    Keyword.allCases.filter { $0.startsStatement || $0 == .if || $0 == .try }.map(\.rawValue)
    + ["print"]

  /// A value was expected and something else is here.
  mutating func reportMissingValue() {
    var hint = continuationHint
    switch kind {
    case _ where hint != nil: break
    case .symbol(.assign): hint = "equality is written `==`"
    case .symbol(.star) where isAfterOpening: return reportSpread()
    case .symbol(.equal), .symbol(.notEqual), .symbol(.less), .symbol(.lessEqual),
      .symbol(.greater), .symbol(.greaterEqual), .symbol(.star), .symbol(.slash),
      .symbol(.percent), .symbol(.at), .symbol(.caret), .keyword(.and), .keyword(.or):
      hint = "an operator is written between two values"
    case .keyword(.else): hint = "write it after the `}` of its `if`"
    case .keyword(let word) where word.startsStatement:
      hint = "`\(word.rawValue)` starts a statement and has no value"
    default: break
    }
    switch kind {
    case .newline, .end, .cell:
      report("expected a value, found \(found)", previousUpper, previousUpper, hint: hint)
    default: reportHere("expected a value, found \(found)", hint: hint)
    }
  }
}
