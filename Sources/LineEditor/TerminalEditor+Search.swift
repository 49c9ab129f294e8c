import CEditLine
import Foundation
import TextWidth

extension TerminalEditor {
  /// ^R: shows the newest cell that contains what is typed; ^R again the next older one. Enter and
  /// keys that move take it into the buffer, ^G and ^C go back to what was there.
  func searchHistory() {
    let draft = buffer
    var pattern = ""
    var found: (index: Int, range: Range<String.Index>)?
    var shown = draft
    while true {
      let failed = !pattern.isEmpty && found == nil
      notes = [searchRow(pattern, failed: failed)]
      if !keys.hasPending { paint(shown) }
      var start = history.entries.count
      switch keys.next() {
      case .scalar(0x12):
        start = found?.index ?? start
        if let older = history.search(pattern, before: start) { found = older } else { beep() }
      case .scalar(0x08), .scalar(0x7F):
        pattern = String(pattern.dropLast())
        found = history.search(pattern, before: start)
      case .signals(let signals) where signals & Int32(CEL_INTERRUPT) == 0:
        handle(signals)
      case .scalar(0x07), .signals, .end:
        return endSearch(with: draft)
      case .scalar(let scalar) where scalar < 0x20:
        return endSearch(with: shown)
      case .scalar(let scalar):
        pattern.unicodeScalars.append(Unicode.Scalar(scalar) ?? "\u{FFFD}")
        found = history.search(pattern, before: min(start, (found?.index ?? start) + 1))
      case .command(.paste):
        pattern += String(decoding: keys.paste(), as: UTF8.self).filter { !$0.isNewline }
        found = history.search(pattern, before: start)
      case .command:
        return endSearch(with: shown)
      }
      if let found {
        let entry = history.entries[found.index]
        shown = EditBuffer(entry)
        shown.cursor = entry[..<found.range.lowerBound].unicodeScalars.count
        let start = entry[..<found.range.lowerBound].utf8.count
        match = start..<start + entry[found.range].utf8.count
      } else if pattern.isEmpty {
        (shown, match) = (draft, nil)
      }
    }
  }

  private func endSearch(with result: EditBuffer) {
    (notes, match) = ([], nil)
    buffer = result
  }

  private func searchRow(_ pattern: String, failed: Bool) -> Frame.Row {
    let text = "search: \(pattern)" + (failed ? "   (no cell has it)" : "")
    let shown = text.clipped(toWidth: painter.size.columns)
    let width = DisplayWidth.of(shown)
    return Frame.Row(
      content: configuration.colour ? "\u{1B}[2m\(shown)\u{1B}[0m" : shown, width: width)
  }
}
