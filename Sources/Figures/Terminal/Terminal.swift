import Foundation
import TextWidth

/// The abilities of the medium that text is drawn on.
package struct Terminal: Sendable, Equatable {
  package enum Colour: Int, Sendable, Comparable {
    case none, ansi16, ansi256, trueColour

    package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
  }

  /// Columns; drawings keep within it down to `narrowest`.
  package var width: Int
  /// Lines.
  package var height: Int
  package var colour: Colour
  package var unicode: Bool

  package static let narrowest = 20

  package init(width: Int = 80, height: Int = 24, colour: Colour = .none, unicode: Bool = true) {
    self.width = max(Self.narrowest, width)
    self.height = max(1, height)
    self.colour = colour
    self.unicode = unicode
  }

  /// As the environment describes a stream; `size` is the window's, if there is one.
  package init(
    environment: [String: String], isTerminal: Bool, size: (columns: Int, rows: Int)? = nil
  ) {
    func number(_ name: String) -> Int? {
      environment[name].flatMap(Int.init).flatMap { (1...10_000).contains($0) ? $0 : nil }
    }
    func window(_ length: Int?) -> Int? { length.flatMap { $0 > 0 ? $0 : nil } }
    self.init(
      width: window(size?.columns) ?? number("COLUMNS") ?? 80,
      height: window(size?.rows) ?? number("LINES") ?? 24,
      colour: Self.colour(in: environment, isTerminal: isTerminal),
      unicode: Self.speaksUnicode(environment, isTerminal: isTerminal))
  }

  private static func colour(in environment: [String: String], isTerminal: Bool) -> Colour {
    // no-color.org: an empty NO_COLOR doesn't count.
    guard isTerminal, environment["NO_COLOR", default: ""].isEmpty else { return .none }
    let kind = environment["TERM", default: ""]
    guard !kind.isEmpty, kind != "dumb" else { return .none }
    if ["truecolor", "24bit"].contains(environment["COLORTERM"]) || kind.hasSuffix("-direct") {
      return .trueColour
    }
    return kind.contains("256color") ? .ansi256 : .ansi16
  }

  private static func speaksUnicode(_ environment: [String: String], isTerminal: Bool) -> Bool {
    // The Linux console's font has neither braille nor most blocks.
    if isTerminal, environment["TERM"] == "linux" { return false }
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy
      .compactMap { environment[$0] }.first { !$0.isEmpty }
    // No locale at all is a container or a service, whose output ends in a UTF-8 window or file.
    guard let locale else { return true }
    let name = locale.lowercased()
    return name.contains("utf-8") || name.contains("utf8")
  }
}

extension Terminal {
  /// The drawing's own signs.
  var glyphs: Glyphs { unicode ? .unicode : .ascii }

  /// Untrusted text made safe to print on one line: control and direction characters are
  /// written as the language's escapes, and what the terminal can't show as `?`.
  package func clean(_ text: some StringProtocol) -> String { clean(text, upTo: .max) }

  /// The same, for text of any length of which only about `width` columns will be shown.
  func clean(_ text: some StringProtocol, upTo width: Int) -> String {
    var result = ""
    var used = 0
    for character in text where used <= width {
      let shown = shown(character)
      used += DisplayWidth.of(shown)
      result += shown
    }
    return result
  }

  private func shown(_ character: Character) -> String {
    if let ascii = character.asciiValue, (0x20..<0x7F).contains(ascii) { return String(character) }
    switch character {
    case "\n": return "\\n"
    case "\r\n": return "\\r\\n"
    case "\r": return "\\r"
    case "\t": return "\\t"
    default: break
    }
    if !character.unicodeScalars.contains(where: Self.isUnsafe) {
      return unicode
        ? String(character)
        : String(repeating: "?", count: max(1, DisplayWidth.of(character)))
    }
    return character.unicodeScalars.map {
      if Self.isUnsafe($0) { return "\\u{\(String($0.value, radix: 16))}" }
      return unicode || $0.isASCII ? String($0) : "?"
    }.joined()
  }

  private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x61C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: return true
    default: break
    }
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: return true
    default: return false
    }
  }
}
