extension Lexer {
  /// Operators of other languages: reported, then read as the one that was meant.
  mutating func lexForeignSymbol() -> Bool {
    switch byte() {
    case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: ","), UInt8(ascii: "["),
      UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"):
      return false
    default: break
    }
    let start = offset
    func meant(_ text: StaticString) -> Bool { isAt(text) }
    if meant("===") || meant("!==") {
      let isEqual = meant("===")
      offset += 3
      let word = isEqual ? "==" : "!="
      report("`\(word)=` is written `\(word)`", start, offset, hint: "write `\(word)`")
      add(.symbol(isEqual ? .equal : .notEqual), start)
    } else if meant("<>") {
      offset += 2
      report("`<>` is written `!=`", start, offset, hint: "write `!=`")
      add(.symbol(.notEqual), start)
    } else if meant("&&") || meant("||") {
      let word: Keyword = meant("&&") ? .and : .or
      offset += 2
      let text = file.text(start..<offset)
      report(
        "`\(text)` is written `\(word.rawValue)`", start, offset, hint: "write `\(word.rawValue)`")
      add(.keyword(word), start)
    } else if meant("**") || meant("..."), !followsOperand, spreadsValue() {
      offset += meant("**") ? 2 : 3
      reportSpread(start)
      dropped.append(start)
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
    } else if meant("??") {
      offset += 2
      report(
        "`??` isn't an operator", start, offset,
        hint: "write `if a == none { b } else { a }`")
      add(.keyword(.or), start)
    } else if meant("?."), followsOperand {
      offset += 2
      report(
        "`?.` isn't an operator", start, offset,
        hint: "write `if a != none { a.b }`, for a field that may be missing `r.get(\"b\")`")
      add(.symbol(.dot), start)
    } else if meant("?"), followsOperand, restOfLineHasColon() {
      offset += 1
      report(
        "`? :` isn't an operator", start, offset, hint: "write `if c { a } else { b }`")
      dropped.append(start)
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

  /// Whether the last token ends a value.
  private var followsOperand: Bool {
    switch tokens.last?.kind {
    case .name, .number, .string, .keyword(.true), .keyword(.false), .keyword(.none): true
    case .symbol(let symbol): symbol.isCloser
    default: false
    }
  }

  /// `...xs`, `*xs` and `**r` where a value is expected.
  private mutating func reportSpread(_ start: Int) {
    let hint =
      switch openers.last?.symbol {
      case .leftBrace: "write `r.merge({name: value})`"
      case .leftParen: "write the arguments one by one, or give the function the list"
      default: "write `xs + [value]`"
      }
    report("values aren't spread by `\(file.text(start..<offset))`", start, offset, hint: hint)
  }

  /// Whether the name or the bracket of a value comes right after `**` or `...`.
  private func spreadsValue() -> Bool {
    guard let byte = byte(isAt("**") ? 2 : 3) else { return false }
    return byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{")
      || Self.isNameStart(Unicode.Scalar(byte))
  }

  private func restOfLineHasColon() -> Bool {
    file.bytes[offset..<end].prefix { $0 != 0x0A }.contains(UInt8(ascii: ":"))
  }

  /// A division where it is between two operands, or else the start of a comment.
  private mutating func lexDoubleSlash() {
    let start = offset
    offset += 2
    guard followsOperand, let divisor = operandAhead() else {
      report("a comment starts with `#`", start, offset, hint: "write `#`")
      skipLine(comment: false)
      return
    }
    let dividend = tokens.last.map { file.text($0.lower..<$0.upper) } ?? ""
    let isShort =
      dividend.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }
      && tokens.dropLast().last?.kind != .symbol(.dot)
    report(
      "`//` isn't an operator", start, offset,
      hint: isShort
        ? "write `floor(\(dividend) / \(divisor))`" : "whole division is `floor(a / b)`")
    if byte() == UInt8(ascii: "=") { offset += 1 }
    add(.symbol(.slash), start)
  }

  /// The number or name that comes next, unless another word follows it, as in prose.
  private func operandAhead() -> String? {
    let rest = file.text(offset..<min(end, offset + 200)).prefix { !$0.isNewline }
      .drop { $0 == " " || $0 == "=" }
    let operand = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }
    let next = rest[operand.endIndex...].first { $0 != " " }
    if operand.isEmpty { return next == "(" ? "b" : nil }
    return next.map { ")]},;+-*/%^@<>=!([#".contains($0) } ?? true ? String(operand) : nil
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
    if isAt("'''") { return lexForeignBlock() }
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
      isBeyondRepair = true
      skipLine(comment: false)
      return
    }
    let shown = text.count <= 30 ? "write \(text.quoted)" : "write \"…\""
    report("a string is written in double quotes", start, offset, hint: shown)
    add(.string([.text(text)]), start)
  }

  /// Python's string of many lines.
  private mutating func lexForeignBlock() {
    let start = offset
    offset += 3
    let content = offset
    while offset < end, !isAt("'''") { offset += 1 }
    let text = file.text(content..<offset)
    if offset == end { endsOpen = true }
    offset = min(end, offset + 3)
    report(
      "a string of many lines is written in three double quotes", start, start + 3,
      hint: "write `\"\"\"`")
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
