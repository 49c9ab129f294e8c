/// The lines of a text.
enum TextLines {
  /// Ends with `\n` or `\r\n`; a break at the very end starts no further line.
  static func of(_ text: String) -> [String] {
    var lines: [String] = []
    var start = text.utf8.startIndex
    let end = text.utf8.endIndex
    while start < end {
      let stop = text.utf8[start...].firstIndex(of: 0x0A) ?? end
      var line = text.utf8[start..<stop]
      if line.last == 0x0D { line = line.dropLast() }
      lines.append(String(decoding: line, as: UTF8.self))
      start = stop < end ? text.utf8.index(after: stop) : end
    }
    return lines
  }
}
