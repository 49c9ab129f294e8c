extension TerminalEditor {
  /// Tab: indentation at a row's start; else what all candidates share, and the list of them when
  /// that adds nothing.
  func complete() {
    var buffer = buffer
    guard buffer.rowBeforeCursor.contains(where: { !$0.properties.isWhitespace }) else {
      buffer.insert("  ")
      self.buffer = buffer
      return
    }
    let completions = language.complete(buffer.text, buffer.cursorOffset)
    let candidates = completions.candidates
    let start = buffer.index(ofOffset: completions.replaceRange.lowerBound)
    let end = buffer.index(ofOffset: completions.replaceRange.upperBound)
    guard let first = candidates.first, start <= end else { return beep() }
    let typed = EditBuffer(scalars: Array(buffer.scalars[start..<end]), cursor: 0).text
    let shared = candidates.count == 1 ? first.insert : commonPrefix(candidates.map(\.insert))
    let extends = candidates.count == 1 || (shared.hasPrefix(typed) && shared != typed)
    if extends {
      buffer.replace(start..<end, with: shared)
      self.buffer = buffer
      ambiguous = candidates.count > 1 ? buffer : nil
      return
    }
    if ambiguous == buffer, notes.isEmpty { beep() }
    ambiguous = buffer
    let size = painter.size
    notes = CandidateTable.rows(
      candidates, columns: size.columns,
      limit: max(size.rows / 2, size.rows - buffer.scalars.count(where: { $0 == "\n" }) - 2),
      colour: configuration.colour)
  }

  private func commonPrefix(_ texts: [String]) -> String {
    var prefix = texts.first ?? ""
    for text in texts.dropFirst() { prefix = prefix.commonPrefix(with: text) }
    return prefix
  }
}

extension String {
  fileprivate func commonPrefix(with other: String) -> String {
    String(zip(self, other).prefix { $0 == $1 }.map(\.0))
  }
}
