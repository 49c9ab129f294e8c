extension Lexer {
  /// Lexes one token; the offset is at its first byte.
  mutating func lexNext() {
    let start = offset
    let (scalar, length) = scalar()
    switch scalar {
    case "\"": lexString()
    case "0"..."9": lexNumber()
    case "." where isDigit(byte(1)) && !endsOperand(before: start): lexNumber()
    case "'", "“", "”", "‘", "’", "`": lexForeignString(scalar, length)
    default:
      if let word = takeWord() {
        lexWord(word, start)
      } else if !lexSymbol() {
        offset = start + length
        lexUnknown(scalar, start)
      }
    }
  }

  private func isDigit(_ byte: UInt8?) -> Bool { byte.map { (0x30...0x39).contains($0) } ?? false }

  /// Whether the token just before ends a value, so that `.` after it is a member's dot.
  private func endsOperand(before start: Int) -> Bool {
    guard let last = tokens.last, last.upper == start else { return false }
    switch last.kind {
    case .name, .number, .string, .symbol(.rightParen), .symbol(.rightBracket),
      .symbol(.rightBrace), .symbol(.dot):
      return true
    default: return false
    }
  }

  private mutating func lexWord(_ word: String, _ start: Int) {
    if let keyword = Keyword(rawValue: word), tokens.last?.kind != .symbol(.dot) {
      add(.keyword(keyword), start)
    } else {
      add(.name(word), start)
    }
  }

  private mutating func lexNumber() {
    let start = offset
    if byte() == 0x30, byte(1) == UInt8(ascii: "x") || byte(1) == UInt8(ascii: "X") {
      offset += 2
      let digits = takeWordTail().filter { $0 != "_" }
      let isNumber = !digits.isEmpty && digits.allSatisfy { $0.isASCII && $0.isHexDigit }
      if !isNumber {
        report("`\(file.text(start..<offset).prefix(40))` is not a number", start, offset)
      }
      add(.number(isNumber ? exact(UInt128(digits, radix: 16), start) : nil), start)
      return
    }
    takeDigits()
    if byte() == UInt8(ascii: "."), isDigit(byte(1)) {
      offset += 1
      takeDigits()
    }
    if byte() == UInt8(ascii: "e") || byte() == UInt8(ascii: "E") {
      let sign = byte(1) == UInt8(ascii: "+") || byte(1) == UInt8(ascii: "-") ? 1 : 0
      if isDigit(byte(1 + sign)) {
        offset += 1 + sign
        takeDigits()
      }
    }
    let digits = file.text(start..<offset).filter { $0 != "_" }
    let tail = takeWordTail()
    let text = file.text(start..<offset)
    let value = Double(digits.hasPrefix(".") ? "0" + digits : digits)
    var number = value
    if !tail.isEmpty {
      report(
        "`\(text.prefix(40))` is neither a number nor a name", start, offset,
        hint: "a name starts with a letter")
    } else if value?.isFinite != true {
      report("the number `\(text.prefix(40))` is too large", start, offset)
      number = nil
    } else if value == 0,
      digits.lowercased().prefix(while: { $0 != "e" }).contains(where: isNonzero)
    {
      report("the number `\(text.prefix(40))` is too close to 0", start, offset)
      number = nil
    } else if let whole = wholeDigits(digits) {
      number = exact(UInt128(whole), start)
    }
    add(.number(number), start)
  }

  private func isNonzero(_ digit: Character) -> Bool { ("1"..."9").contains(digit) }

  /// The digits of a number that is written as a whole one: `12`, `12.0`, but not `12e3`.
  private func wholeDigits(_ digits: String) -> Substring? {
    let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
    guard let whole = parts.first, !whole.isEmpty, whole.allSatisfy(\.isNumber),
      parts.dropFirst().allSatisfy({ $0.allSatisfy { $0 == "0" } })
    else { return nil }
    return whole
  }

  /// A whole number that a `Double` holds exactly; another is reported, as it would be changed.
  private mutating func exact(_ whole: UInt128?, _ start: Int) -> Double? {
    if let number = whole.flatMap({ Double(exactly: $0) }) { return number }
    let text = file.text(start..<offset)
    let nearest = whole.flatMap { UInt128(exactly: Double($0)) }.map { "the nearest is \($0)" }
    report(
      "the number `\(text.prefix(40))` can't be held exactly", start, offset,
      hint: (nearest ?? "write it with an exponent, as 1e40") + "; an id is a text, in quotes")
    return nil
  }

  private mutating func takeDigits() {
    while isDigit(byte()) || (byte() == UInt8(ascii: "_") && isDigit(byte(1))) { offset += 1 }
  }

  private mutating func takeWordTail() -> String {
    let start = offset
    while offset < end {
      let (scalar, length) = scalar()
      guard Self.isNamePart(scalar) else { break }
      offset += length
    }
    return file.text(start..<offset)
  }

  private static let all: [Punctuator] = [
    .dots, .equal, .notEqual, .lessEqual, .greaterEqual, .plusAssign, .minusAssign,
    .starAssign, .slashAssign, .percentAssign, .caretAssign, .atAssign, .arrow, .leftParen,
    .rightParen, .leftBracket, .rightBracket, .leftBrace, .rightBrace, .comma, .colon,
    .semicolon, .dot, .assign, .less, .greater, .plus, .minus, .star, .slash, .percent, .caret,
    .at,
  ]

  /// By their bytes, the second 0 where there is one.
  private static let symbols = Dictionary(
    uniqueKeysWithValues: all.map { symbol in
      let bytes = Array(symbol.rawValue.utf8)
      return (key(bytes[0], bytes.count > 1 ? bytes[1] : 0), symbol)
    })

  private static func key(_ first: UInt8, _ second: UInt8) -> UInt16 {
    UInt16(first) << 8 | UInt16(second)
  }

  /// The longer of two symbols goes first, so that `..` isn't two dots.
  private mutating func lexSymbol() -> Bool {
    let start = offset
    if lexForeignSymbol() { return true }
    guard let first = byte() else { return false }
    let long = byte(1).flatMap { Self.symbols[Self.key(first, $0)] }
    guard let symbol = long ?? Self.symbols[Self.key(first, 0)] else { return false }
    offset = start + (long == nil ? 1 : 2)
    if symbol.closer != nil {
      open(symbol, start)
    } else if symbol.isCloser {
      close(symbol, start)
    } else {
      add(.symbol(symbol), start)
    }
    return true
  }
}
