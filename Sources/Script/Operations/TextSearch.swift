/// Finds one text in another, byte by byte.
///
/// Bytes and not characters: `\r\n` is one Swift character, in which a search by characters finds
/// no `\n`.
struct TextSearch {
  let text: [UInt8]
  let part: [UInt8]

  init(_ part: String, in text: String) {
    self.text = Array(text.utf8)
    self.part = Array(part.utf8)
  }

  /// The offset of the first find at or after `start`; an empty part is never found.
  func next(from start: Int) -> Int? {
    guard let first = part.first, text.count >= part.count, start >= 0 else { return nil }
    let last = text.count - part.count
    var offset = start
    while offset <= last {
      if text[offset] == first, matches(at: offset) { return offset }
      offset += 1
    }
    return nil
  }

  private func matches(at offset: Int) -> Bool {
    for index in 1..<max(1, part.count) where text[offset + index] != part[index] { return false }
    return true
  }

  /// The offsets of all finds that don't overlap.
  func all() -> [Int] {
    var offsets: [Int] = []
    var start = 0
    while let offset = next(from: start) {
      offsets.append(offset)
      start = offset + part.count
    }
    return offsets
  }

  /// What is between the finds; the last of `limit` pieces has the rest.
  func pieces(limit: Int = .max) throws -> [String] {
    var pieces: [String] = []
    var start = 0
    for offset in all().prefix(limit - 1) {
      pieces.append(piece(start..<offset))
      start = offset + part.count
    }
    pieces.append(piece(start..<text.count))
    try Limits.checkList(pieces.count)
    return pieces
  }

  /// The text with each find turned into `new`.
  func replaced(by new: String) throws -> String {
    let new = Array(new.utf8)
    let finds = all()
    let (added, overflow) = new.count.multipliedReportingOverflow(by: finds.count)
    let (total, overflows) = (text.count - finds.count * part.count)
      .addingReportingOverflow(added)
    try Limits.checkString(overflow || overflows ? .max : total)
    var output: [UInt8] = []
    output.reserveCapacity(total)
    var start = 0
    for offset in finds {
      output += text[start..<offset]
      output += new
      start = offset + part.count
    }
    output += text[start...]
    return String(decoding: output, as: UTF8.self)
  }

  /// The text between two offsets.
  func piece(_ bounds: Range<Int>) -> String { String(decoding: text[bounds], as: UTF8.self) }
}
