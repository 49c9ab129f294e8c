/// What a line of prose begins with.
struct MarkdownLine {
  struct Fence {
    let mark: Character
    let count: Int
    let info: Substring
  }

  struct ListMarker {
    /// `-`, `*` or `+`, or what follows a number: items of one list have the same.
    let mark: Character
    let number: Int?
    /// Up to where the item's own text begins.
    let width: Int
  }

  let indent: Int
  /// Without its indentation.
  private let text: Substring

  init(_ line: String) {
    text = line.drop { $0 == " " }
    indent = line.utf8.count - text.utf8.count
  }

  var isBlank: Bool { text.allSatisfy(\.isWhitespace) }

  var fence: Fence? {
    guard indent < 4, let mark = text.first, mark == "`" || mark == "~" else { return nil }
    let count = text.prefix { $0 == mark }.count
    let info = text.dropFirst(count).trimmed
    guard count >= 3, mark == "~" || !info.contains("`") else { return nil }
    return Fence(mark: mark, count: count, info: info)
  }

  var heading: (level: Int, text: String)? {
    let level = text.prefix { $0 == "#" }.count
    let rest = text.dropFirst(level)
    guard indent < 4, (1...6).contains(level), rest.isEmpty || rest.first == " " else { return nil }
    var words = rest.trimmed
    let open = words.lastIndex { $0 != "#" }.map(words.index(after:)) ?? words.startIndex
    // Hash signs at the end close it, where a space is before them.
    if open == words.startIndex || words[words.index(before: open)] == " " {
      words = words[..<open].trimmed
    }
    return (level, String(words))
  }

  var isRule: Bool {
    guard indent < 4, let mark = text.first, "-*_".contains(mark) else { return false }
    return text.allSatisfy { $0 == mark || $0 == " " } && text.count { $0 == mark } >= 3
  }

  var isQuote: Bool { indent < 4 && text.first == ">" }

  /// What a quote holds in this line.
  var quoted: Substring? {
    guard isQuote else { return nil }
    let rest = text.dropFirst()
    return rest.first == " " ? rest.dropFirst() : rest
  }

  var listMarker: ListMarker? {
    guard indent < 4, let first = text.first else { return nil }
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let head = digits.count + 1
    guard let mark = text.dropFirst(digits.count).first, digits.count < 10 else { return nil }
    guard digits.isEmpty ? "-*+".contains(first) : mark == "." || mark == ")" else { return nil }
    let rest = text.dropFirst(head)
    let spaces = rest.prefix { $0 == " " }.count
    guard spaces > 0 || rest.isEmpty else { return nil }
    // Five spaces and more are code in the item; an item may begin with an empty line.
    let gap = spaces > 4 || rest.allSatisfy({ $0 == " " }) ? 1 : spaces
    return ListMarker(mark: mark, number: Int(digits), width: indent + head + gap)
  }

  /// Whether a paragraph above it ends here.
  var endsParagraph: Bool {
    guard !beginsOther else { return true }
    // A line that begins with any other number is more likely the middle of a sentence.
    return listMarker.map { ($0.number ?? 1) == 1 && text.count > $0.width - indent } ?? false
  }

  /// Whether it can't continue what is above it.
  var beginsBlock: Bool { beginsOther || listMarker != nil }

  private var beginsOther: Bool { fence != nil || heading != nil || isRule || isQuote }

  /// The level of the heading that it makes of the lines above it.
  var underlineLevel: Int? {
    let line = text.trimmed
    guard indent < 4, let mark = line.first, line.allSatisfy({ $0 == mark }) else { return nil }
    return mark == "=" ? 1 : mark == "-" ? 2 : nil
  }

  // MARK: Tables

  /// The texts between bars; a bar in code or after a backslash divides nothing.
  var tableCells: [String] {
    var cells: [String] = []
    var cell = ""
    var isEscaped = false
    var isCode = false
    var row = text.trimmed
    if row.first == "|" { row.removeFirst() }
    for character in row {
      if character == "|", !isEscaped, !isCode {
        cells.append(String(cell[...].trimmed))
        cell = ""
        continue
      }
      if character == "|", isEscaped { cell.removeLast() }
      if character == "`", !isEscaped { isCode.toggle() }
      isEscaped = character == "\\" && !isEscaped
      cell.append(character)
    }
    let last = cell[...].trimmed
    if !last.isEmpty { cells.append(String(last)) }
    return cells
  }

  /// Of a table's second line: `| --- | ---: |`.
  var alignments: [MarkdownTable.Alignment?]? {
    guard text.contains("-"), text.allSatisfy({ "|-: ".contains($0) }) else { return nil }
    var result: [MarkdownTable.Alignment?] = []
    for cell in tableCells {
      guard cell.contains("-"), !cell.contains(" "), !cell.dropFirst().dropLast().contains(":")
      else { return nil }
      switch (cell.hasPrefix(":"), cell.hasSuffix(":")) {
      case (true, true): result.append(.center)
      case (true, false): result.append(.left)
      case (false, true): result.append(.right)
      case (false, false): result.append(nil)
      }
    }
    return result
  }
}

extension Substring {
  var trimmed: Substring {
    var rest = drop(while: \.isWhitespace)
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return rest
  }
}
