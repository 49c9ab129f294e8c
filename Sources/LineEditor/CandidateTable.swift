import TextWidth

/// Lays out completion candidates in columns, each with its word of help.
enum CandidateTable {
  /// Rows that fit `columns`; what doesn't fit `limit` rows is counted in the last.
  static func rows(
    _ candidates: [EditorLanguage.Candidate], columns: Int, limit: Int, colour: Bool
  ) -> [Frame.Row] {
    let gap = 3
    let label = min(columns, candidates.map { DisplayWidth.of($0.label) }.max() ?? 0)
    let help = candidates.map { DisplayWidth.of($0.help) }.max() ?? 0
    let cell = min(columns, label + (help > 0 ? 2 + help : 0))
    let across = max(1, (columns + gap) / max(1, cell + gap))
    let down = (candidates.count + across - 1) / across
    let limit = max(1, limit)
    let shown = down <= limit ? down : max(1, limit - 1)
    var rows = (0..<shown).map { line in
      var row = Frame.Row()
      for column in 0..<across {
        let index = column * down + line
        guard index < candidates.count else { break }
        if column > 0 { row.pad(to: column * (cell + gap)) }
        row.append(candidates[index], label: label, cell: cell, colour: colour)
      }
      return row
    }
    if shown < down {
      let hidden = candidates.indices.filter { $0 % down >= shown }.count
      let text = "… \(hidden) more".clipped(toWidth: columns)
      rows.append(Frame.Row(content: text, width: DisplayWidth.of(text)))
    }
    return rows
  }
}

extension Frame.Row {
  fileprivate mutating func pad(to columns: Int) {
    content += String(repeating: " ", count: max(0, columns - width))
    width = max(width, columns)
  }

  fileprivate mutating func append(
    _ candidate: EditorLanguage.Candidate, label: Int, cell: Int, colour: Bool
  ) {
    let name = oneLine(candidate.label).clipped(toWidth: label)
    let start = width
    content += name
    width += DisplayWidth.of(name)
    let room = cell - label - 2
    guard !candidate.help.isEmpty, room > 0 else { return }
    pad(to: start + label + 2)
    let help = oneLine(candidate.help).clipped(toWidth: room)
    content += colour ? "\u{1B}[2m\(help)\u{1B}[0m" : help
    width += DisplayWidth.of(help)
  }

  /// File names and columns are untrusted: no newline or escape reaches the terminal.
  private func oneLine(_ text: String) -> String {
    String(
      text.map {
        $0.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control } ? $0 : "�"
      })
  }
}
