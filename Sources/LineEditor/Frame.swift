import TextWidth

/// The editor's picture: rows that each fit the window, and the position of the cursor among them.
struct Frame: Equatable {
  struct Row: Equatable {
    /// Printable text and colour sequences, nothing that moves the cursor.
    var content = ""
    var width = 0
  }

  var rows: [Row]
  var cursorRow: Int
  /// Less than the window's width.
  var cursorColumn: Int
}

/// Lays out a prompt and a text over rows of a window.
struct FrameBuilder {
  let columns: Int
  let colour: Bool
  private var rows: [Frame.Row] = []
  private var row = Frame.Row()
  private var style = TextStyle.plain
  private var indent = 0
  private var cursor: (row: Int, column: Int)?

  init(columns: Int, colour: Bool) {
    self.columns = max(2, columns)
    self.colour = colour
  }

  /// - Parameters:
  ///   - styles: ascending, disjoint ranges of the text's UTF-8 offsets.
  ///   - cursor: a UTF-8 offset.
  static func frame(
    prompt: String, continuation: String, text: String, cursor: Int,
    styles: [(Range<Int>, TextStyle)] = [], ghost: String = "", columns: Int, colour: Bool
  ) -> Frame {
    var builder = FrameBuilder(columns: columns, colour: colour)
    builder.begin(prompt)
    var offset = 0
    var remaining = styles[...]
    for character in text {
      let end = offset + character.utf8.count
      while let first = remaining.first, first.0.upperBound <= offset { remaining.removeFirst() }
      let covers = remaining.first.map { $0.0.lowerBound <= offset } ?? false
      let look = covers ? remaining.first!.1 : .plain
      let hasCursor = cursor >= offset && cursor < end
      if character == "\n" {
        if hasCursor { builder.placeCursor() }
        builder.endRow()
        builder.begin(continuation)
      } else {
        builder.put(character, look, cursor: hasCursor)
      }
      offset = end
    }
    if builder.cursor == nil { builder.placeCursor() }
    builder.putGhost(ghost)
    builder.endRow()
    let cursor = builder.cursor ?? (0, 0)
    return Frame(rows: builder.rows, cursorRow: cursor.row, cursorColumn: cursor.column)
  }

  private mutating func begin(_ prompt: String) {
    indent = 0
    for character in prompt { put(character, .prompt, cursor: false) }
    // Wrapped rows begin under the text, except where that leaves too few columns for it.
    indent = row.width * 2 < columns ? row.width : 0
  }

  private mutating func put(_ character: Character, _ look: TextStyle, cursor hasCursor: Bool) {
    let (shown, width) = glyph(character)
    if row.width + width > columns { wrap() }
    if hasCursor { cursor = (rows.count, row.width) }
    select(look)
    row.content += shown
    row.width += width
  }

  /// How a character is shown: tabs become spaces, controls `^X`, the unprintable a mark.
  private func glyph(_ character: Character) -> (String, Int) {
    if character == "\t" {
      let count = min(columns, 4 - max(0, row.width - indent) % 4)
      return (String(repeating: " ", count: count), count)
    }
    if let ascii = character.asciiValue, ascii < 0x20 || ascii == 0x7F {
      return ("^" + String(UnicodeScalar(ascii ^ 0x40)), 2)
    }
    let width = DisplayWidth.of(character)
    let isControl = character.unicodeScalars.contains { $0.properties.generalCategory == .control }
    return isControl ? ("�", 1) : (String(character), width)
  }

  private mutating func placeCursor() {
    if row.width >= columns { wrap() }
    cursor = (rows.count, row.width)
  }

  private mutating func putGhost(_ ghost: String) {
    let room = columns - row.width - 1
    let line = ghost.prefix { !$0.isNewline }
    guard colour, room > 0, !line.isEmpty else { return }
    select(.faint)
    let hasMore = line.endIndex < ghost.endIndex
    let shown = (line + (hasMore ? " …" : "")).clipped(toWidth: room)
    row.content += shown
    row.width += DisplayWidth.of(shown)
  }

  private mutating func wrap() {
    endRow()
    row = Frame.Row(content: String(repeating: " ", count: indent), width: indent)
  }

  private mutating func endRow() {
    select(.plain)
    rows.append(row)
    row = Frame.Row()
  }

  private mutating func select(_ look: TextStyle) {
    guard colour, look != style else { return }
    row.content += look == .plain ? "\u{1B}[0m" : "\u{1B}[0;\(look.parameters)m"
    style = look
  }
}
