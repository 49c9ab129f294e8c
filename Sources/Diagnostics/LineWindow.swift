import TextWidth

/// A source line laid out in terminal columns and cut to the part around its marked stretch.
struct LineWindow {
  enum Part { case before, marked, after }

  private var cells: [(character: Character, width: Int, part: Part)] = []
  private var column = 0
  private let width: Int

  init(width: Int) { self.width = width }

  mutating func add(_ text: String, _ part: Part) {
    // Lines of many megabytes exist; what is far from the mark is never looked at.
    let near = part == .before ? Array(text.suffix(width)) : Array(text.prefix(width))
    let isCut = part == .before ? text.utf8.count > width * 32 : false
    if isCut { cells.append(("…", 1, part)) }
    for character in near {
      if character == "\t" {
        let stop = 4 - column % 4
        for _ in 0..<stop { cells.append((" ", 1, part)) }
        column += stop
      } else {
        let shown = Self.visible(character)
        // A lone combining mark is drawn on a space of its own so that carets stay in step.
        let columns = max(1, DisplayWidth.of(shown))
        cells.append((shown, columns, part))
        column += columns
      }
    }
  }

  /// The line to show, the columns before its mark and the columns of the mark.
  func cut() -> (text: String, start: Int, length: Int) {
    let before = cells.filter { $0.part == .before }
    let marked = cells.filter { $0.part == .marked }
    let after = cells.filter { $0.part == .after }
    let total = cells.reduce(0) { $0 + $1.width }
    if total <= width {
      return (
        String(cells.map(\.character)), before.reduce(0) { $0 + $1.width },
        marked.reduce(0) { $0 + $1.width }
      )
    }
    // A third of the window for what leads up to the mark, the rest for the mark and its tail.
    let head = Self.take(before.reversed(), columns: width / 3)
    let body = Self.take(marked, columns: width / 3)
    let tail = Self.take(after, columns: width - head.columns - body.columns - 2)
    let lead = head.all ? "" : "…"
    let isWhole = body.all && tail.all
    let text =
      lead + String(head.characters.reversed()) + String(body.characters)
      + (body.all ? String(tail.characters) : "") + (isWhole ? "" : "…")
    return (text, lead.count + head.columns, body.columns)
  }

  private static func take(
    _ cells: some Sequence<(character: Character, width: Int, part: Part)>, columns: Int
  ) -> (characters: [Character], columns: Int, all: Bool) {
    var characters: [Character] = []
    var used = 0
    for cell in cells {
      if used + cell.width > columns { return (characters, used, false) }
      characters.append(cell.character)
      used += cell.width
    }
    return (characters, used, true)
  }

  static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
  }

  /// Control characters as their pictures (U+2400…), so that no escape reaches a terminal.
  static func visible(_ character: Character) -> Character {
    guard let scalar = character.unicodeScalars.first, isControl(scalar) else { return character }
    if scalar.value < 0x20 { return Character(Unicode.Scalar(0x2400 + scalar.value)!) }
    return scalar.value == 0x7F ? "␡" : "�"
  }
}
