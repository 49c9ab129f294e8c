/// Turns UTF-8 offsets of a text into the protocol's positions, lines and UTF-16 units from 0, and back.
package struct LineTable: Sendable {
  package let bytes: [UInt8]
  /// The offset at which each line starts; a line ends at `\n`, `\r\n` or `\r`. Never empty.
  let starts: [Int]

  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var starts = [0]
    for (offset, byte) in bytes.enumerated() {
      let endsLine =
        byte == 0x0A || (byte == 0x0D && !(offset + 1 < bytes.count && bytes[offset + 1] == 0x0A))
      if endsLine { starts.append(offset + 1) }
    }
    self.starts = starts
  }

  func line(at offset: Int) -> Int {
    var (low, high) = (0, starts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }

  /// The offset of a line's end, before its line break.
  func end(ofLine line: Int) -> Int {
    guard line + 1 < starts.count else { return bytes.count }
    var end = starts[line + 1] - 1
    if bytes[end] == 0x0A, end > starts[line], bytes[end - 1] == 0x0D { end -= 1 }
    return end
  }

  /// The UTF-16 units of a stretch; an offset inside a character counts as the one before it.
  func units(_ range: Range<Int>) -> Int {
    bytes[range].reduce(0) { count, byte in
      byte & 0xC0 == 0x80 ? count : count + (byte >= 0xF0 ? 2 : 1)
    }
  }

  package func position(at offset: Int) -> Position {
    let offset = min(max(0, offset), bytes.count)
    let line = line(at: offset)
    return Position(line: line, character: units(starts[line]..<offset))
  }

  /// A position past a line's end is the line's end, one past the last line the text's.
  package func offset(of position: Position) -> Int {
    guard position.line < starts.count else { return bytes.count }
    var offset = starts[position.line]
    let end = end(ofLine: position.line)
    var left = position.character
    while offset < end, left > 0 {
      let lead = bytes[offset]
      left -= lead >= 0xF0 ? 2 : 1
      // Half of a surrogate pair is the start of its character.
      if left < 0 { break }
      offset += 1
      while offset < end, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
    }
    return offset
  }

  func range(_ range: Range<Int>) -> PositionRange {
    PositionRange(
      start: position(at: range.lowerBound), end: position(at: range.upperBound))
  }
}
