/// The words and signs of one Swift file, without its comments and the text of its strings; code
/// inside `\(…)` counts.
struct SwiftToken {
  enum Kind { case word, sign, number }

  let text: String
  let kind: Kind
  let line: Int
  /// Whether the token before it touches it: `name:` is a label, `a ? b : c` has none.
  let isAttached: Bool

  static func read(_ source: String) -> [SwiftToken] {
    var reader = SwiftTokenReader(bytes: Array(source.utf8))
    reader.readCode(until: nil)
    return reader.tokens
  }
}

private struct SwiftTokenReader {
  let bytes: [UInt8]
  var tokens: [SwiftToken] = []
  private var offset = 0
  private var line = 1
  private var end = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  private func byte(_ ahead: Int = 0) -> UInt8 {
    offset + ahead < bytes.count ? bytes[offset + ahead] : 0
  }

  private func isAt(_ text: StaticString) -> Bool {
    guard offset + text.utf8CodeUnitCount <= bytes.count else { return false }
    return (0..<text.utf8CodeUnitCount).allSatisfy { bytes[offset + $0] == text.utf8Start[$0] }
  }

  private mutating func advance() {
    if byte() == 0x0A { line += 1 }
    offset += 1
  }

  private mutating func add(_ kind: SwiftToken.Kind, from start: Int) {
    let text = String(decoding: bytes[start..<offset], as: UTF8.self)
    tokens.append(
      SwiftToken(
        text: text.filter { $0 != "`" }, kind: kind, line: line, isAttached: start == end))
    end = offset
  }

  /// Reads to the end of the file, or past the parenthesis that closes an interpolation.
  mutating func readCode(until closer: UInt8?) {
    var depth = 0
    while offset < bytes.count {
      let start = offset
      let byte = byte()
      if isAt("//") {
        while offset < bytes.count, self.byte() != 0x0A { offset += 1 }
      } else if isAt("/*") {
        skipBlockComment()
      } else if byte == UInt8(ascii: "\"") || startsRawString() {
        readString()
      } else if Self.isWord(byte) {
        while Self.isWord(self.byte()) || self.byte() == UInt8(ascii: "`") { offset += 1 }
        let isNumber = (0x30...0x39).contains(byte)
        add(isNumber ? .number : .word, from: start)
      } else if byte == UInt8(ascii: "`") {
        offset += 1
        while Self.isWord(self.byte()) || self.byte() == UInt8(ascii: "`") { offset += 1 }
        add(.word, from: start)
      } else if byte <= 0x20 {
        advance()
      } else {
        offset += 1
        if byte == UInt8(ascii: "(") { depth += 1 }
        if byte == UInt8(ascii: ")") {
          if closer == byte, depth == 0 { return }
          depth -= 1
        }
        add(.sign, from: start)
      }
    }
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x80...0xFF, UInt8(ascii: "_"),
      UInt8(ascii: "$"):
      true
    default: false
    }
  }

  private mutating func skipBlockComment() {
    var depth = 0
    repeat {
      if isAt("/*") {
        depth += 1
        offset += 2
      } else if isAt("*/") {
        depth -= 1
        offset += 2
      } else {
        advance()
      }
    } while depth > 0 && offset < bytes.count
  }

  private func startsRawString() -> Bool {
    var ahead = 0
    while byte(ahead) == UInt8(ascii: "#") { ahead += 1 }
    return ahead > 0 && byte(ahead) == UInt8(ascii: "\"")
  }

  private mutating func readString() {
    var hashes = 0
    while byte() == UInt8(ascii: "#") {
      hashes += 1
      offset += 1
    }
    let isLong = isAt("\"\"\"")
    offset += isLong ? 3 : 1
    func hashesFollow(_ ahead: Int) -> Bool {
      (0..<hashes).allSatisfy { byte(ahead + $0) == UInt8(ascii: "#") }
    }
    while offset < bytes.count {
      if byte() == UInt8(ascii: "\\"), hashesFollow(1) {
        offset += 1 + hashes
        if byte() == UInt8(ascii: "(") {
          offset += 1
          readCode(until: UInt8(ascii: ")"))
        } else {
          advance()
        }
      } else if isLong ? isAt("\"\"\"") : byte() == UInt8(ascii: "\""),
        hashesFollow(isLong ? 3 : 1)
      {
        offset += (isLong ? 3 : 1) + hashes
        return
      } else {
        advance()
      }
    }
  }
}
