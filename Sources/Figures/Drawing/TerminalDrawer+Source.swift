import TextWidth

/// Values as a script writes them: on one line where they fit, otherwise broken and cut.
extension TerminalDrawer {
  func lines(excerpt text: String) -> [StyledLine] {
    // Far more than can be shown need not be measured.
    let shown = text.prefix(4 * ShortenedLines.limit * terminal.width)
    let lines = lines(text: String(shown)).enumerated().map { ($0.element, $0.offset + 1) }
    return ShortenedLines(lines, unit: "line").drawn(by: self)
  }

  func lines(_ list: ItemList) -> [StyledLine] {
    if let line = list.source.flatMap(whole) { return [line] }
    return ShortenedLines(flow(list), unit: "item", total: list.count).drawn(by: self)
  }

  func lines(_ record: FieldList) -> [StyledLine] {
    if let line = whole(record.source) { return [line] }
    let rows = record.fields.enumerated().map { index, field in
      let text = fitted("\(field.name): \(field.text)", width: terminal.width - 3)
      return (StyledLine("  " + text), index + 1)
    }
    let count = record.fields.count
    return ShortenedLines(
      [(StyledLine("{"), 0)] + rows + [(StyledLine("}"), count)], unit: "field", total: count
    ).drawn(by: self)
  }

  /// A text on one line; nil where it doesn't fit.
  private func whole(_ text: String) -> StyledLine? {
    guard text.utf8.count <= 4 * terminal.width else { return nil }
    let line = StyledLine(terminal.clean(text))
    return line.width <= terminal.width ? line : nil
  }

  /// Items on as many lines as they need, and how many of them each line ends after.
  private func flow(_ list: ItemList) -> [(line: StyledLine, last: Int)] {
    let items = list.items.prefix(ShortenedLines.limit * terminal.width)
    var lines: [(line: StyledLine, last: Int)] = []
    var line = StyledLine("[")
    for (index, item) in items.enumerated() {
      let piece =
        fitted(item, width: terminal.width - 2) + (index == list.count - 1 ? "]" : ",")
      if line.width > 1, line.width + 1 + DisplayWidth.of(piece) > terminal.width {
        lines.append((line, index))
        line = StyledLine(" ")
      }
      line.append((line.width > 1 ? " " : "") + piece)
    }
    return lines + [(line, items.count)]
  }
}
