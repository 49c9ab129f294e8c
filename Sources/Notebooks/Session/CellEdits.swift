import Script

/// The text of a cell as it is to be saved: statements left out, names replaced.
struct CellEdits {
  private let cell: NotebookCell
  private let bytes: [UInt8]
  /// Ranges count from the cell's first byte; no two overlap.
  private var changes: [(range: Range<Int>, text: String)] = []
  private var dropped: Set<Int> = []

  init(_ cell: NotebookCell) {
    self.cell = cell
    bytes = Array(cell.text.text.utf8)
  }

  /// Whether anything of it is left for the file.
  var isKept: Bool {
    if cell.isProse || cell.pending != nil || keepsWhole { return true }
    if cell.statements.isEmpty { return cell.ending == .finished && !cell.source.isEmpty }
    return dropped.count < cell.statements.count
  }

  /// Whether a cell of a file, which its writer wants to keep, has failed.
  private var keepsWhole: Bool { cell.isOfFile && cell.ending != .finished }

  mutating func leaveOut(_ statement: Int) { dropped.insert(statement) }

  /// - Parameter range: UTF-8 offsets in the file.
  mutating func replace(_ range: Range<Int>, by text: String) {
    changes.append((local(range), text))
  }

  mutating func insert(_ text: String, at offset: Int) { replace(offset..<offset, by: text) }

  private func local(_ range: Range<Int>) -> Range<Int> {
    range.lowerBound - cell.text.lower..<range.upperBound - cell.text.lower
  }

  var text: String {
    var changes = changes
    for index in dropped {
      let range = whole(local(cell.statements[index].range))
      changes.removeAll { range.contains($0.range.lowerBound) }
      changes.append((range, ""))
    }
    var end = bytes.count
    if !keepsWhole, cell.stopped != nil, let last = cell.statements.last {
      end = local(last.range).upperBound
      // It wasn't the cell's last expression, which alone is shown.
      if case .other = last.kind { changes.append((end..<end, ";")) }
    }
    changes.sort { $0.range.lowerBound < $1.range.lowerBound }
    var result: [UInt8] = []
    var position = 0
    for change in changes where change.range.lowerBound <= end {
      result += bytes[position..<change.range.lowerBound]
      result += change.text.utf8
      position = change.range.upperBound
    }
    if position < end { result += bytes[position..<end] }
    return String(decoding: result, as: UTF8.self)
  }

  /// A statement with the `;` and the comment after it, and the line that they leave empty.
  private func whole(_ range: Range<Int>) -> Range<Int> {
    let blanks = Array(" \t".utf8)
    var end = range.upperBound
    func skip(_ characters: [UInt8]) {
      while end < bytes.count, characters.contains(bytes[end]) { end += 1 }
    }
    skip(blanks)
    skip([UInt8(ascii: ";")])
    skip(blanks)
    let newline = UInt8(ascii: "\n")
    if end < bytes.count, bytes[end] == UInt8(ascii: "#") {
      while end < bytes.count, bytes[end] != newline { end += 1 }
    }
    let before = bytes[..<range.lowerBound].last { !blanks.contains($0) }
    if before ?? newline == newline, end < bytes.count, bytes[end] == newline { end += 1 }
    return range.lowerBound..<end
  }
}
