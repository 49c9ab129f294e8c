import Script

/// Some cells as the subject of a sentence: "cells 2 and 4 are".
struct StalePhrase {
  let subject: String
  let isPlural: Bool

  /// Nil for no cells.
  init?(_ cells: [NotebookCell]) {
    let numbers = cells.compactMap(\.number)
    guard !numbers.isEmpty else { return nil }
    isPlural = numbers.count > 1
    let shown = numbers.prefix(6).map(String.init)
    let more = numbers.count > 6 ? ["\(numbers.count - 6) more"] : []
    subject =
      "cell\(isPlural ? "s" : "") " + Phrase.alternatives(shown + more, "and")
      + (isPlural ? " are" : " is")
  }
}
