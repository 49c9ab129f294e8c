import Diagnostics
import JSON
import Syntax

/// The document in the one style, as the smallest edit of whole lines.
struct FormattingFeature {
  let document: Document

  /// Throws where the document has syntax faults, which `pts format` refuses as well.
  func edits() throws -> JSONValue {
    let file = document.file
    if let fault = Parser.parse(file).diagnostics.first(where: { $0.severity == .error }) {
      let line = fault.range.map { " (line \($0.place.line))" } ?? ""
      throw ResponseError(.requestFailed, "the script has an error: \(fault.message)\(line)")
    }
    let (old, new) = (file.bytes, Array(Formatter.format(file).utf8))
    guard old != new else { return .array([]) }
    let before = Self.lines(old)
    let after = Self.lines(new)
    var first = 0
    while first < before.count, first < after.count, before[first] == after[first] { first += 1 }
    var tail = 0
    while tail < before.count - first, tail < after.count - first,
      before[before.count - 1 - tail] == after[after.count - 1 - tail]
    {
      tail += 1
    }
    let range = old.count - Self.count(before[first...])
    let end = old.count - Self.count(before[(before.count - tail)...])
    let text = after[first..<after.count - tail].joined()
    return .array([
      .record(["range": document.range(range..<end), "newText": .string(Array(text))])
    ])
  }

  /// Each with its line break.
  private static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.count
      lines.append(bytes[start..<end])
      start = end
    }
    return lines
  }

  private static func count(_ lines: ArraySlice<ArraySlice<UInt8>>) -> Int {
    lines.reduce(0) { $0 + $1.count }
  }
}
