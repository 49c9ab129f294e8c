/// Counts a text's lines up to an offset that only moves forward; LF, CRLF and CR each end one.
struct LineCounter {
  /// Counted from 1.
  private(set) var line = 1
  /// Where that line begins.
  private(set) var lineStart = 0
  private var position = 0

  mutating func advance(to offset: Int, of bytes: UnsafeBufferPointer<UInt8>) {
    while position < offset {
      let byte = bytes[position]
      position += 1
      let isLoneReturn =
        byte == .carriageReturn && position < bytes.count && bytes[position] != .lineFeed
      guard byte == .lineFeed || isLoneReturn else { continue }
      line += 1
      lineStart = position
    }
  }
}
