import Foundation

/// What a terminal shows after the bytes it was sent: the part of xterm that the shell may use.
///
/// An escape sequence that it doesn't know is kept in `unknown`, so that a test can say that there
/// was none.
package struct Screen {
  struct Cell: Equatable {
    /// Empty for the right half of a wide character.
    var text = " "
    var style = ""
  }

  package private(set) var columns: Int
  package private(set) var rowCount: Int
  package private(set) var cursorRow = 0
  package private(set) var cursorColumn = 0
  /// Rows that left at the top.
  package private(set) var scrollback: [String] = []
  package private(set) var unknown: [String] = []
  package private(set) var modes: Set<String> = ["?7", "?25"]
  package private(set) var bells = 0
  /// How often it was asked for its attributes, which a test may answer.
  package private(set) var questions = 0
  /// Device control strings, as pictures are.
  package private(set) var controlStrings: [String] = []
  private var cells: [[Cell]]
  private var style = ""
  private var wrapPending = false
  private var pending: [UInt8] = []

  package init(columns: Int, rows: Int) {
    self.columns = columns
    rowCount = rows
    cells = Array(repeating: Array(repeating: Cell(), count: columns), count: rows)
  }

  // MARK: What is seen

  /// The rows without blanks at their ends.
  package var rows: [String] { cells.map { Self.text($0) } }
  /// The visible rows, without empty ones at the end.
  package var text: String {
    let rows = rows
    let last = rows.lastIndex { !$0.isEmpty } ?? -1
    return rows[...last].joined(separator: "\n")
  }
  /// All that was ever shown and has not been overwritten.
  package var everything: String { (scrollback + [text]).joined(separator: "\n") }
  package var cursorRowText: String { rows[cursorRow] }
  /// The parameters of the colour at a position, as "1;34".
  package func style(row: Int, column: Int) -> String { cells[row][column].style }

  private static func text(_ row: [Cell]) -> String {
    var text = row.map(\.text).joined()
    while text.hasSuffix(" ") { text.removeLast() }
    return text
  }

  // MARK: What is sent

  package mutating func feed(_ bytes: some Sequence<UInt8>) {
    pending += bytes
    var position = 0
    while position < pending.count {
      guard let length = step(at: position) else { break }
      position += length
    }
    pending.removeFirst(position)
  }

  /// Handles one character or sequence; its length, or nil while it is incomplete.
  private mutating func step(at start: Int) -> Int? {
    let byte = pending[start]
    switch byte {
    case 0x07: bells += 1
    case 0x08: move(row: cursorRow, column: cursorColumn - 1)
    case 0x09: move(row: cursorRow, column: (cursorColumn / 8 + 1) * 8)
    case 0x0A: lineFeed()
    case 0x0D: move(row: cursorRow, column: 0)
    case 0x1B: return escape(at: start)
    case 0x20..<0x7F: put(String(UnicodeScalar(byte)))
    case 0x80...:
      let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2
      guard start + length <= pending.count else { return nil }
      put(String(decoding: pending[start..<start + length], as: UTF8.self))
      return length
    default: unknown.append(String(format: "control %02x", byte))
    }
    return 1
  }

  private mutating func escape(at start: Int) -> Int? {
    guard start + 1 < pending.count else { return nil }
    switch pending[start + 1] {
    case UInt8(ascii: "["):
      guard let end = pending[(start + 2)...].firstIndex(where: { (0x40...0x7E).contains($0) })
      else { return nil }
      let parameters = String(decoding: pending[start + 2..<end], as: UTF8.self)
      control(Character(UnicodeScalar(pending[end])), parameters)
      return end - start + 1
    case UInt8(ascii: "]"):
      guard let end = pending[(start + 2)...].firstIndex(of: 0x07) else { return nil }
      return end - start + 1
    case UInt8(ascii: "P"):
      guard let end = pending[(start + 2)...].firstIndex(of: 0x1B), end + 1 < pending.count
      else { return nil }
      controlStrings.append(String(decoding: pending[start + 2..<end], as: UTF8.self))
      return end + 2 - start
    case UInt8(ascii: "="), UInt8(ascii: ">"): return 2
    default:
      unknown.append("ESC " + String(UnicodeScalar(pending[start + 1])))
      return 2
    }
  }

  private mutating func control(_ final: Character, _ parameters: String) {
    let numbers = parameters.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) }
    let count = max(1, (numbers.first ?? 1) ?? 1)
    switch final {
    case "A": move(row: cursorRow - count, column: cursorColumn)
    case "B": move(row: cursorRow + count, column: cursorColumn)
    case "C": move(row: cursorRow, column: cursorColumn + count)
    case "D": move(row: cursorRow, column: cursorColumn - count)
    case "G": move(row: cursorRow, column: count - 1)
    case "H": move(row: count - 1, column: (numbers.count > 1 ? numbers[1] ?? 1 : 1) - 1)
    case "J" where parameters == "2":
      for row in 0..<rowCount { clear(row, from: 0) }
    case "J" where parameters.isEmpty || parameters == "0":
      clear(cursorRow, from: cursorColumn)
      for row in cells.indices.dropFirst(cursorRow + 1) { clear(row, from: 0) }
    case "K" where parameters.isEmpty || parameters == "0": clear(cursorRow, from: cursorColumn)
    case "K" where parameters == "2": clear(cursorRow, from: 0)
    case "c" where parameters.isEmpty: questions += 1
    case "m": select(parameters)
    case "h": modes.insert(parameters)
    case "l": modes.remove(parameters)
    default: unknown.append("CSI \(parameters)\(final)")
    }
  }

  private mutating func select(_ parameters: String) {
    for parameter in parameters.split(separator: ";", omittingEmptySubsequences: false) {
      if parameter.isEmpty || parameter == "0" {
        style = ""
      } else {
        style += (style.isEmpty ? "" : ";") + parameter
      }
    }
  }

  // MARK: Cells

  private mutating func put(_ text: String) {
    let width = Self.width(text)
    if width == 0 {
      let column = wrapPending ? cursorColumn : cursorColumn - 1
      if column >= 0 { cells[cursorRow][column].text += text }
      return
    }
    if wrapPending || cursorColumn + width > columns {
      if modes.contains("?7") {
        move(row: cursorRow, column: 0)
        lineFeed()
      } else {
        cursorColumn = columns - width
      }
      wrapPending = false
    }
    cells[cursorRow][cursorColumn] = Cell(text: text, style: style)
    if width == 2 { cells[cursorRow][cursorColumn + 1] = Cell(text: "", style: style) }
    cursorColumn += width
    if cursorColumn >= columns {
      cursorColumn = columns - 1
      wrapPending = true
    }
  }

  private mutating func move(row: Int, column: Int) {
    cursorRow = min(max(0, row), rowCount - 1)
    cursorColumn = min(max(0, column), columns - 1)
    wrapPending = false
  }

  private mutating func lineFeed() {
    wrapPending = false
    if cursorRow + 1 < rowCount {
      cursorRow += 1
    } else {
      scrollback.append(Self.text(cells.removeFirst()))
      cells.append(Array(repeating: Cell(), count: columns))
    }
  }

  private mutating func clear(_ row: Int, from column: Int) {
    for column in column..<columns { cells[row][column] = Cell() }
  }

  /// Changes the window, folding rows that no longer fit as terminals do.
  mutating func resize(columns newColumns: Int, rows newRows: Int) {
    var folded: [[Cell]] = []
    var cursor = (row: 0, column: 0)
    let used = max(cursorRow, cells.lastIndex { !Self.text($0).isEmpty } ?? 0)
    for (index, row) in cells[...used].enumerated() {
      let width = row.lastIndex { $0 != Cell() }.map { $0 + 1 } ?? 0
      if index == cursorRow {
        cursor = (folded.count + cursorColumn / newColumns, cursorColumn % newColumns)
      }
      var rest = row.prefix(width)[...]
      repeat {
        let piece = Array(rest.prefix(newColumns))
        folded.append(piece + Array(repeating: Cell(), count: newColumns - piece.count))
        rest = rest.dropFirst(newColumns)
      } while !rest.isEmpty
    }
    while folded.count <= cursor.row { folded.append(Array(repeating: Cell(), count: newColumns)) }
    while folded.count > newRows {
      if cursor.row == folded.count - 1 || cursor.row >= newRows {
        scrollback.append(Self.text(folded.removeFirst()))
        cursor.row -= 1
      } else {
        folded.removeLast()
      }
    }
    while folded.count < newRows {
      folded.append(Array(repeating: Cell(), count: newColumns))
    }
    (columns, rowCount, cells) = (newColumns, newRows, folded)
    (cursorRow, cursorColumn, wrapPending) = (cursor.row, cursor.column, false)
  }

  /// The columns of one scalar by its East Asian width, told by ranges of its own: a test that
  /// asked the editor's function would agree with its mistakes.
  private static func width(_ text: String) -> Int {
    guard let scalar = text.unicodeScalars.first else { return 0 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
      0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF,
      0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }
}
