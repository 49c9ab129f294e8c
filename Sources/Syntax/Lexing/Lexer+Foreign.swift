extension Lexer {
  /// Operators of other languages: reported, then read as the one that was meant.
  mutating func lexForeignSymbol() -> Bool {
    let start = offset
    func meant(_ text: StaticString) -> Bool { isAt(text) }
    if meant("===") || meant("!==") {
      let isEqual = meant("===")
      offset += 3
      let word = isEqual ? "==" : "!="
      report("`\(word)=` is written `\(word)`", start, offset, hint: "write `\(word)`")
      add(.symbol(isEqual ? .equal : .notEqual), start)
    } else if meant("&&") || meant("||") {
      let word: Keyword = meant("&&") ? .and : .or
      offset += 2
      let text = file.text(start..<offset)
      report(
        "`\(text)` is written `\(word.rawValue)`", start, offset, hint: "write `\(word.rawValue)`")
      add(.keyword(word), start)
    } else if meant("**") {
      offset += 2
      report("a power is written `^`", start, offset, hint: "write `^`")
      add(.symbol(.caret), start)
    } else if meant("//") {
      lexDoubleSlash()
    } else if meant("/*") {
      offset += 2
      report("a comment starts with `#`", start, offset, hint: "write `#` on each line")
      while offset < end, !isAt("*/") { offset += 1 }
      offset = min(end, offset + 2)
    } else if meant("!"), byte(1) != UInt8(ascii: "=") {
      offset += 1
      report("`!` is written `not`", start, offset, hint: "write `not`")
      add(.keyword(.not), start)
    } else if meant("->") {
      offset += 2
      report("a function's arrow is written `=>`", start, offset, hint: "write `=>`")
      add(.symbol(.arrow), start)
    } else if meant(":=") {
      offset += 2
      report("`:=` is written `=`", start, offset, hint: "write `let name = value`")
      add(.symbol(.assign), start)
    } else if meant("++") || meant("--"), endsStatementAfterTwo() {
      let sign = meant("++") ? "+" : "-"
      offset += 2
      report("there is no `\(sign)\(sign)`", start, offset, hint: "write `\(sign)= 1`")
      dropped.append(start)
    } else if meant("...") {
      offset += 3
      report("a range is written `..`, its end left out", start, offset, hint: "write `..`")
      add(.symbol(.dots), start)
    } else {
      return false
    }
    return true
  }

  private mutating func lexDoubleSlash() {
    let start = offset
    let startsStatement: Bool
    switch tokens.last?.kind {
    case nil, .newline, .cell, .symbol(.leftBrace), .symbol(.semicolon): startsStatement = true
    default: startsStatement = false
    }
    offset += 2
    if startsStatement {
      report("a comment starts with `#`", start, offset, hint: "write `#`")
      skipLine(comment: false)
    } else {
      report(
        "`//` is neither a comment nor a division", start, offset,
        hint: "a comment starts with `#`; whole division is `floor(a / b)`")
      dropped.append(start)
      // What follows may be prose: the rest of the line can't be judged.
      skipLine(comment: false)
    }
  }

  private func endsStatementAfterTwo() -> Bool {
    var index = offset + 2
    while index < end, file.bytes[index] == 0x20 || file.bytes[index] == 0x09 { index += 1 }
    guard index < end else { return true }
    return [0x0A, 0x0D, UInt8(ascii: ";"), UInt8(ascii: ")"), UInt8(ascii: "}"), UInt8(ascii: "#")]
      .contains(file.bytes[index])
  }

  /// A string in quotes of another kind.
  mutating func lexForeignString(_ quote: Unicode.Scalar, _ length: Int) {
    let start = offset
    let closers: [Unicode.Scalar] =
      switch quote {
      case "“", "”": ["”", "“", "\""]
      case "‘", "’": ["’", "‘", "'"]
      default: [quote]
      }
    offset += length
    let content = offset
    var contentEnd = offset
    var isClosed = false
    while offset < end, byte() != 0x0A {
      let (scalar, width) = scalar()
      contentEnd = offset
      offset += width
      if closers.contains(scalar) {
        isClosed = true
        break
      }
      contentEnd = offset
    }
    let text = file.text(content..<contentEnd)
    guard isClosed || quote != "'" else {
      offset = content
      report("`'` doesn't start a string", start, content, hint: "a string is written in `\"…\"`")
      dropped.append(start)
      skipLine(comment: false)
      return
    }
    let shown = text.count <= 30 ? "write \(text.quoted)" : "write \"…\""
    report("a string is written in double quotes", start, offset, hint: shown)
    add(.string([.text(text)]), start)
  }

  mutating func lexUnknown(_ scalar: Unicode.Scalar, _ start: Int) {
    let meant: (text: String, kind: Token.Kind)? =
      switch scalar {
      case "−", "–", "—": ("-", .symbol(.minus))
      case "×", "·": ("*", .symbol(.star))
      case "÷": ("/", .symbol(.slash))
      case "≤": ("<=", .symbol(.lessEqual))
      case "≥": (">=", .symbol(.greaterEqual))
      case "≠": ("!=", .symbol(.notEqual))
      case "…": ("..", .symbol(.dots))
      case "&": ("and", .keyword(.and))
      case "|": ("or", .keyword(.or))
      default: nil
      }
    if let meant {
      let text = String(scalar)
      report("`\(text)` is written `\(meant.text)`", start, offset, hint: "write `\(meant.text)`")
      add(meant.kind, start)
      return
    }
    let shown: String
    if scalar.value < 0x20 || scalar.value == 0x7F || scalar.properties.generalCategory == .format {
      shown = "U+" + String(scalar.value, radix: 16, uppercase: true)
    } else {
      shown = "`\(scalar)`"
    }
    // One message for a run of them.
    while offset < end, self.scalar().0 == scalar { offset += self.scalar().1 }
    let hint: String? =
      switch scalar {
      case "?": "help is `?name`, alone on its line in the shell"
      case "\\": "a statement continues after an operator, a comma or an open bracket"
      case "$": "a name starts with a letter"
      default: nil
      }
    report("\(shown) means nothing here", start, offset, hint: hint)
    dropped.append(start)
  }
}
