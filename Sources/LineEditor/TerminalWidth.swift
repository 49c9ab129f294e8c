import CEditLine
import Foundation

/// How many columns of a terminal a text takes.
///
/// A grapheme is as wide as its widest scalar; an emoji sequence (ZWJ, variation selector 16, a
/// pair of regional indicators) takes two columns, as current terminals draw it.
package enum TerminalWidth {
  private static let locale: Void = cel_use_utf8()

  /// The columns of one grapheme, 0 to 2; a control character counts 0.
  package static func of(_ character: Character) -> Int {
    if let ascii = character.asciiValue { return ascii >= 0x20 && ascii != 0x7F ? 1 : 0 }
    _ = locale
    var widest = 0
    var indicators = 0
    for scalar in character.unicodeScalars {
      if scalar == "\u{FE0F}" { widest = 2 }
      if (0x1F1E6...0x1F1FF).contains(scalar.value) { indicators += 1 }
      widest = max(widest, Int(cel_width(scalar.value)))
    }
    return indicators == 2 ? 2 : min(widest, 2)
  }

  /// The columns of a text without escape sequences and newlines.
  package static func of(_ text: String) -> Int {
    text.reduce(0) { $0 + of($1) }
  }

  /// The text, cut to at most `columns` with `…` as its last column where something is missing.
  package static func truncated(_ text: String, to columns: Int) -> String {
    guard of(text) > columns else { return text }
    guard columns > 0 else { return "" }
    var width = 1
    let kept = text.prefix { character in
      width += of(character)
      return width <= columns
    }
    return kept + "…"
  }

  /// The text, followed by spaces up to `columns`.
  package static func padded(_ text: String, to columns: Int) -> String {
    text + String(repeating: " ", count: max(0, columns - of(text)))
  }
}
