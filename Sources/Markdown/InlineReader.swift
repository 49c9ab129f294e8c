/// Reads the inlines of a paragraph: code, emphasis, links, images.
struct InlineReader {
  private let text: [Character]
  private let depth: Int
  /// Of each `[`, the `]` that belongs to it.
  private let closers: [Int: Int]
  private var position: Int
  private let end: Int
  private var run = ""
  private var pieces = EmphasisStack()
  /// Lengths of runs of backticks that nothing closes from here on.
  private var openCode: Set<Int> = []

  /// Links within each other can't be deeper than this: brackets are then text.
  private static let deepest = 8
  /// Of a link, its title included.
  private static let longestAddress = 4096

  static func inlines(of text: String) -> [MarkdownInline] {
    let characters = Array(text)
    return inlines(characters, 0..<characters.count, closers: closers(characters), depth: 0)
  }

  private static func inlines(
    _ text: [Character], _ range: Range<Int>, closers: [Int: Int], depth: Int
  ) -> [MarkdownInline] {
    var reader = InlineReader(text, range, closers, depth)
    while reader.position < reader.end { reader.readNext() }
    reader.endRun()
    return reader.pieces.resolved()
  }

  private init(_ text: [Character], _ range: Range<Int>, _ closers: [Int: Int], _ depth: Int) {
    self.text = text
    self.depth = depth
    self.closers = closers
    (position, end) = (range.lowerBound, range.upperBound)
  }

  private static func closers(_ text: [Character]) -> [Int: Int] {
    var result: [Int: Int] = [:]
    var open: [Int] = []
    var index = 0
    while index < text.count {
      switch text[index] {
      case "\\": index += 1
      case "[": open.append(index)
      case "]": if let start = open.popLast() { result[start] = index }
      default: break
      }
      index += 1
    }
    return result
  }

  private mutating func readNext() {
    let character = text[position]
    switch character {
    case "\\": readEscape()
    case "`": readCode()
    case "*", "_": readDelimiters(character)
    case "\n": readLineEnd()
    case "<": if !readAddress() { take() }
    case "[": if !readLink(at: position, isImage: false) { take() }
    case "!":
      if position + 1 == end || text[position + 1] != "["
        || !readLink(at: position + 1, isImage: true)
      {
        take()
      }
    case "h": if !readBareAddress() { take() }
    default: take()
    }
  }

  private mutating func take() {
    run.append(text[position])
    position += 1
  }

  private mutating func endRun() {
    if !run.isEmpty { pieces.append(.text(run)) }
    run = ""
  }

  private mutating func append(_ inline: MarkdownInline, upTo index: Int) {
    endRun()
    pieces.append(inline)
    position = index
  }

  // MARK: Text

  private mutating func readEscape() {
    let next = position + 1
    guard next < end else { return take() }
    if text[next] == "\n" { return append(.lineBreak, upTo: next + 1) }
    if text[next].isASCII, text[next].isPunctuation || text[next].isSymbol { position = next }
    take()
  }

  private mutating func readLineEnd() {
    let spaces = run.reversed().prefix { $0 == " " }.count
    run.removeLast(spaces)
    guard spaces >= 2 else { return take() }
    append(.lineBreak, upTo: position + 1)
  }

  private mutating func readCode() {
    let count = length(of: "`", at: position)
    let start = position + count
    guard !openCode.contains(count) else { return takeRun(count) }
    var index = start
    while index < end {
      guard text[index] == "`" else {
        index += 1
        continue
      }
      let found = length(of: "`", at: index)
      if found == count { return appendCode(start..<index, upTo: index + count) }
      index += found
    }
    openCode.insert(count)
    takeRun(count)
  }

  private mutating func appendCode(_ range: Range<Int>, upTo index: Int) {
    var code = text[range].map { $0 == "\n" ? " " : $0 }
    if code.count > 2, code.first == " ", code.last == " ", code.contains(where: { $0 != " " }) {
      code = Array(code[1..<code.count - 1])
    }
    append(.code(String(code)), upTo: index)
  }

  private mutating func takeRun(_ count: Int) {
    for _ in 0..<count { take() }
  }

  private func length(of mark: Character, at start: Int) -> Int {
    var index = start
    while index < end, text[index] == mark { index += 1 }
    return index - start
  }

  private mutating func readDelimiters(_ mark: Character) {
    let count = length(of: mark, at: position)
    let before = position > 0 ? text[position - 1] : " "
    let after = position + count < text.count ? text[position + count] : " "
    func isMark(_ character: Character) -> Bool { character.isPunctuation || character.isSymbol }
    let opens = !after.isWhitespace && (!isMark(after) || before.isWhitespace || isMark(before))
    let closes = !before.isWhitespace && (!isMark(before) || after.isWhitespace || isMark(after))
    endRun()
    // An underscore inside a word is one.
    pieces.append(
      mark, count, opens: opens && (mark == "*" || !closes || isMark(before)),
      closes: closes && (mark == "*" || !opens || isMark(after)))
    position += count
  }

  // MARK: Links

  /// `[text](address "title")`, whose `[` is at `start`.
  private mutating func readLink(at start: Int, isImage: Bool) -> Bool {
    guard depth < Self.deepest, let close = closers[start], close + 1 < end,
      text[close + 1] == "(", let (address, after) = address(at: close + 2)
    else { return false }
    let inner = Self.inlines(text, start + 1..<close, closers: closers, depth: depth + 1)
    append(
      isImage
        ? .image(address: address, alternative: inner.plainText)
        : .link(address: address, inner), upTo: after)
    return true
  }

  /// An address up to the `)` that ends it, and the index after that.
  private func address(at start: Int) -> (String, after: Int)? {
    var index = start
    // Many brackets that nothing closes would each be looked for up to the end.
    let end = min(end, start + Self.longestAddress)
    func skipSpace() { while index < end, text[index].isWhitespace { index += 1 } }
    skipSpace()
    var address = ""
    if index < end, text[index] == "<" {
      index += 1
      while index < end, text[index] != ">" {
        if text[index] == "\n" { return nil }
        address.append(text[index])
        index += 1
      }
      index += 1
    } else {
      var depth = 0
      while index < end, !text[index].isWhitespace {
        if text[index] == "(" { depth += 1 }
        if depth > Self.deepest { return nil }
        if text[index] == ")" {
          if depth == 0 { break }
          depth -= 1
        }
        if text[index] == "\\", index + 1 < end, text[index + 1].isPunctuation { index += 1 }
        address.append(text[index])
        index += 1
      }
    }
    skipSpace()
    if index < end, text[index] == "\"" || text[index] == "'" {
      let quote = text[index]
      index += 1
      while index < end, text[index] != quote { index += 1 }
      index += 1
      skipSpace()
    }
    guard index < end, text[index] == ")" else { return nil }
    return (address, index + 1)
  }

  /// `<https://…>`.
  private mutating func readAddress() -> Bool {
    guard startsAddress(at: position + 1) else { return false }
    var index = position + 1
    while index < end, text[index] != ">" {
      if text[index].isWhitespace || text[index] == "<" { return false }
      index += 1
    }
    guard index < end else { return false }
    let address = String(text[position + 1..<index])
    append(.link(address: address, [.text(address)]), upTo: index + 1)
    return true
  }

  /// `https://…` in the middle of a text.
  private mutating func readBareAddress() -> Bool {
    guard startsAddress(at: position), depth == 0,
      position == 0 || !(text[position - 1].isLetter || text[position - 1].isNumber)
    else { return false }
    var index = position
    while index < end, !text[index].isWhitespace, !"<>\"`*".contains(text[index]) { index += 1 }
    while index > position, ".,;:!?')]".contains(text[index - 1]) { index -= 1 }
    let address = String(text[position..<index])
    append(.link(address: address, [.text(address)]), upTo: index)
    return true
  }

  private func startsAddress(at index: Int) -> Bool {
    ["http://", "https://"].contains { start in
      text[min(index, end)..<end].starts(with: start)
        && text[index + start.count..<end].first?.isWhitespace == false
    }
  }
}
