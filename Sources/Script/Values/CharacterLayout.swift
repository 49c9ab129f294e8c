/// Where the characters of a string are in its UTF-8.
package struct CharacterLayout {
  let text: String
  /// Whether each byte is a character: ASCII without `\r`, which with `\n` makes one character.
  let isPlain: Bool
  /// The offset of each character, and that of the end; kept where a string is asked again.
  private var offsets: [Int]?

  init(_ text: String) {
    self.text = text
    // Of ASCII, Swift knows both counts without a walk.
    isPlain = text.utf8.count == text.utf16.count && !text.utf8.contains(0x0D)
  }

  var isIndexed: Bool { isPlain || offsets != nil }

  mutating func index() {
    var offsets: [Int] = []
    var offset = 0
    for character in text {
      offsets.append(offset)
      offset += character.utf8.count
    }
    self.offsets = offsets + [offset]
  }

  var count: Int { isPlain ? text.utf8.count : offsets.map { $0.count - 1 } ?? text.count }

  /// The characters from one position to before another; both are in the string.
  func piece(_ lower: Int, _ upper: Int) -> String {
    guard isIndexed else {
      let start = text.index(text.startIndex, offsetBy: lower)
      return String(text[start..<text.index(start, offsetBy: upper - lower)])
    }
    let bytes = text.utf8
    let start = bytes.index(bytes.startIndex, offsetBy: offsets?[lower] ?? lower)
    let end = bytes.index(bytes.startIndex, offsetBy: offsets?[upper] ?? upper)
    return String(text[start..<end])
  }
}
