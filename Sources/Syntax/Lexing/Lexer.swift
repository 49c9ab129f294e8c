import Diagnostics

/// Turns a script's text into tokens whose brackets always balance.
///
/// A bracket that is never closed, or closes nothing, is reported here, once, at its position; the
/// token list is then repaired, so that the parser reports no second fault for the same error. The
/// same goes for words of other languages (`&&`, `**`, `'…'`): reported, then read as what they
/// mean.
struct Lexer {
  let file: SourceFile
  var offset: Int
  let end: Int
  var tokens: [Token] = []
  var openers: [(symbol: Punctuator, lower: Int)] = []
  var diagnostics: [Diagnostic] = []
  /// Comments, in order, for highlighting.
  var comments: [Range<Int>] = []
  /// Openers that were reported as never closed.
  var unclosed: Set<Int> = []
  /// Where something was left out that can't be read: what follows on the line makes no sense.
  var dropped: [Int] = []
  /// Whether the text ends inside something that another line could end: a bracket, `"""`, an
  /// operator.
  var endsOpen = false
  /// Whether the text ends inside a bracket.
  private(set) var endsInBracket = false
  /// Whether no further line can mend the text: a bracket closes nothing, a quote on one line is
  /// never closed.
  var isBeyondRepair = false
  var stringDepth = 0

  init(_ file: SourceFile) {
    self.file = file
    offset = 0
    end = file.bytes.count
    if file.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
    if file.bytes[offset...].starts(with: "#!".utf8) { skipLine(comment: true) }
  }

  mutating func run() -> [Token] {
    while true {
      skipBlanks()
      guard offset < end else { break }
      lexNext()
    }
    if case .symbol(let symbol)? = tokens.last?.kind, symbol.continuesLine { endsOpen = true }
    if case .keyword(let word)? = tokens.last?.kind, word.continuesLine { endsOpen = true }
    if !openers.isEmpty { (endsOpen, endsInBracket) = (true, true) }
    closeOpeners(downTo: 0, at: end)
    tokens.append(Token(kind: .newline, lower: end, upper: end))
    tokens.append(Token(kind: .end, lower: end, upper: end))
    return tokens
  }

  // MARK: Characters

  func byte(_ ahead: Int = 0) -> UInt8? {
    let index = offset + ahead
    return index < end ? file.bytes[index] : nil
  }

  func isAt(_ text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    guard offset + count <= end else { return false }
    for index in 0..<count where file.bytes[offset + index] != text.utf8Start[index] {
      return false
    }
    return true
  }

  /// The scalar at the offset and its length in bytes.
  func scalar() -> (Unicode.Scalar, Int) {
    let first = file.bytes[offset]
    if first < 0x80 { return (Unicode.Scalar(first), 1) }
    let length = first >= 0xF0 ? 4 : (first >= 0xE0 ? 3 : 2)
    let bytes = file.bytes[offset..<min(offset + length, end)]
    let scalar = String(decoding: bytes, as: UTF8.self).unicodeScalars.first ?? "\u{FFFD}"
    return (scalar, bytes.count)
  }

  static func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "_": true
    default: scalar.value >= 0x80 && scalar.properties.isXIDStart
    }
  }

  static func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "_", "0"..."9": true
    default: scalar.value >= 0x80 && scalar.properties.isXIDContinue
    }
  }

  // MARK: Faults and tokens

  mutating func report(_ message: String, _ lower: Int, _ upper: Int, hint: String? = nil) {
    diagnostics.append(
      Diagnostic(message, at: SourceRange(file, lower, upper), hint: hint))
  }

  mutating func add(_ kind: Token.Kind, _ lower: Int) {
    tokens.append(Token(kind: kind, lower: lower, upper: offset))
  }

  // MARK: Space, comments, lines

  private mutating func skipBlanks() {
    while let byte = byte() {
      switch byte {
      case 0x20, 0x09, 0x0D, 0x0C: offset += 1
      case 0x0A:
        offset += 1
        endLine()
      case UInt8(ascii: "#"): lexComment()
      case 0xC2 where self.byte(1) == 0xA0: offset += 2
      case 0xE2 where self.byte(1) == 0x80 && self.byte(2) == 0x8B: offset += 3
      default: return
      }
    }
  }

  mutating func skipLine(comment: Bool) {
    let start = offset
    while let byte = byte(), byte != 0x0A { offset += 1 }
    if comment { comments.append(start..<offset) }
  }

  private mutating func endLine() {
    if let opener = openers.last, opener.symbol != .leftBrace {
      guard startsStatementHere() else { return }
      let keep = openers.lastIndex { $0.symbol == .leftBrace }.map { $0 + 1 } ?? 0
      closeOpeners(downTo: keep, at: offset - 1)
    }
    switch tokens.last?.kind {
    case nil, .newline, .cell: return
    case .symbol(let symbol) where symbol.continuesLine: return
    case .keyword(let word) where word.continuesLine: return
    default: tokens.append(Token(kind: .newline, lower: offset - 1, upper: offset))
    }
  }

  private mutating func lexComment() {
    let start = offset
    let startsLine = start == 0 || file.bytes[start - 1] == 0x0A
    skipLine(comment: true)
    guard startsLine, stringDepth == 0 else { return }
    guard let (title, isProse) = CellMarker.read(file.text(start..<offset)) else { return }
    closeOpeners(downTo: 0, at: start)
    switch tokens.last?.kind {
    case nil, .newline, .cell: break
    default: tokens.append(Token(kind: .newline, lower: start, upper: start))
    }
    add(.cell(title: title, isProse: isProse), start)
  }

  /// Whether the line begins in a way that doesn't continue an expression inside brackets.
  private func startsStatementHere() -> Bool {
    var probe = self
    probe.skipSpaces()
    guard let first = probe.takeWord() else { return false }
    if let keyword = Keyword(rawValue: first) { return keyword.startsStatement }
    probe.skipSpaces()
    guard probe.takeWord() != nil else { return false }
    probe.skipSpaces()
    return probe.byte() == UInt8(ascii: "{")
  }

  private mutating func skipSpaces() {
    while byte() == 0x20 || byte() == 0x09 { offset += 1 }
  }

  mutating func takeWord() -> String? {
    let start = offset
    while offset < end {
      let (scalar, length) = scalar()
      guard offset == start ? Self.isNameStart(scalar) : Self.isNamePart(scalar) else { break }
      offset += length
    }
    return offset > start ? file.text(start..<offset) : nil
  }

  // MARK: Brackets

  mutating func open(_ symbol: Punctuator, _ lower: Int) {
    openers.append((symbol, lower))
    add(.symbol(symbol), lower)
  }

  mutating func close(_ symbol: Punctuator, _ lower: Int) {
    guard let match = openers.lastIndex(where: { $0.symbol.closer == symbol }) else {
      report("`\(symbol.rawValue)` has nothing to close", lower, offset, hint: "remove it")
      dropped.append(lower)
      isBeyondRepair = true
      return
    }
    closeOpeners(downTo: match + 1, at: lower)
    openers.removeLast()
    add(.symbol(symbol), lower)
  }

  private mutating func closeOpeners(downTo count: Int, at place: Int) {
    while openers.count > count {
      let opener = openers.removeLast()
      let closer = opener.symbol.closer!
      report(
        "`\(opener.symbol.rawValue)` is never closed", opener.lower, opener.lower + 1,
        hint: "its `\(closer.rawValue)` is missing")
      unclosed.insert(opener.lower)
      tokens.append(
        Token(kind: .symbol(closer), lower: place, upper: place, isSynthetic: true))
    }
  }
}
