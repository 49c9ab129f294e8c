/// The text of one script, with the table that turns a UTF-8 offset into a line and a column.
package final class SourceFile: Sendable {
  /// What a person calls it: `mood.pts`, or `cell 3` in a shell.
  package let name: String
  /// Where it is, if it is a file: what paths inside the script are relative to.
  package let path: String?
  package let text: String
  package let bytes: [UInt8]
  /// The offset at which each line starts; never empty.
  package let lineStarts: [Int]

  package init(name: String, path: String? = nil, text: String) {
    self.name = name
    self.path = path
    self.text = text
    let bytes = Array(text.utf8)
    var starts = [0]
    for (offset, byte) in bytes.enumerated() where byte == 0x0A {
      starts.append(offset + 1)
    }
    self.bytes = bytes
    lineStarts = starts
  }

  /// The zero-based line that holds an offset.
  package func line(at offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }

  /// The offsets of a line's text, its line break left out.
  func lineBounds(_ line: Int) -> Range<Int> {
    let start = lineStarts[line]
    var end = line + 1 < lineStarts.count ? lineStarts[line + 1] - 1 : bytes.count
    if end > start, bytes[end - 1] == 0x0D { end -= 1 }
    return start..<max(start, end)
  }

  /// The text between two offsets; an offset inside a character shows as the replacement mark.
  package func text(_ bounds: Range<Int>) -> String {
    let clamped = bounds.clamped(to: 0..<bytes.count)
    return String(decoding: bytes[clamped], as: UTF8.self)
  }
}

extension SourceFile {
  /// The file made of `bytes`, or the fault that names the first line which is not UTF-8.
  package static func decode(
    name: String, path: String? = nil, bytes: [UInt8]
  ) -> Result<SourceFile, Diagnostic> {
    if let text = String(validating: bytes, as: UTF8.self) {
      return .success(SourceFile(name: name, path: path, text: text))
    }
    var line = 1
    for part in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      if String(validating: part, as: UTF8.self) == nil { break }
      line += 1
    }
    return .failure(
      Diagnostic(
        "`\(name)` is not UTF-8 text: line \(line) holds other bytes",
        hint: "save it as UTF-8"))
  }
}
