extension Parser {
  /// Statements of other languages that begin with a word which is a plain name here.
  ///
  /// They are recognised only where the language itself has no reading: two names in a row.
  mutating func parseForeignStatement(_ word: String) -> Statement.Kind? {
    guard Self.startsForeign(peek()) else { return nil }
    switch word {
    case "def", "function", "func", "fun", "sub":
      guard case .name(let name) = peek() else { return nil }
      reportHere("a function is written `fn`", hint: "write `fn \(name)(…) { … }`")
      return skipForeign()
    case "const", "auto", "val", "local", "global", "nonlocal":
      guard case .name(let name) = peek() else { return nil }
      reportHere("a value is named with `let`", hint: "write `let \(name) = …`")
      return skipForeign()
    case "import", "from", "include", "require", "using":
      let hint =
        if case .string = peek() { "write `use \"other.pts\"`" } else {
          "everything is built in; another script is read by `use \"other.pts\"`"
        }
      reportHere("there is no `\(word)`", hint: hint)
      return skipForeign()
    case "class", "struct":
      reportHere("there is no `\(word)`", hint: "a record holds fields: `{name: value}`")
      return skipForeign()
    case "try", "catch", "except", "finally", "with", "switch", "match", "async", "await":
      reportHere("there is no `\(word)`")
      return skipForeign()
    case "del":
      reportHere("there is no `del`", hint: "write `xs.remove(value)` or `xs.pop(index)`")
      return skipForeign()
    case "raise", "throw":
      reportHere("a fault is raised by a function", hint: "write `error(\"why\")`")
      return skipForeign()
    case "elif", "elsif", "elseif":
      reportHere("`\(word)` is written `else if`", hint: "write it after the `}` of its `if`")
      return skipForeign()
    case "until", "unless", "foreach", "loop", "repeat":
      reportHere("there is no `\(word)`", hint: "write `for x in list { … }` or `while … { … }`")
      return skipForeign()
    case "lambda":
      reportHere("there is no `lambda`", hint: "write `x => …`")
      return skipForeign()
    default: return nil
    }
  }

  private static func startsForeign(_ kind: Token.Kind) -> Bool {
    switch kind {
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

  /// A value was expected and something else is here.
  mutating func reportMissingValue() {
    var hint: String?
    switch kind {
    case .symbol(.assign): hint = "equality is written `==`"
    case .symbol(.dot):
      hint = "a statement ends with its line: put the `.` at the end of the line before"
    case .symbol(.star), .symbol(.slash), .symbol(.percent), .symbol(.at), .symbol(.caret):
      hint = "put the operator at the end of the line before"
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
