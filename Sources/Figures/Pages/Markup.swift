/// Text of anyone's as text of a page: nothing in it is read as markup, and control and direction
/// characters appear as the language's escapes.
package enum Markup {
  private static let reader = Terminal(width: .max)

  /// One line of text, safe between tags and in a quoted attribute, in HTML and in XML.
  package static func escape(_ text: some StringProtocol) -> String {
    var result = ""
    for scalar in reader.clean(text).unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      // XML has no way to write these.
      case "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// Lines of text, their ends and their tabs kept.
  package static func escape(lines text: some StringProtocol) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.split(separator: "\t", omittingEmptySubsequences: false).map { escape($0) }
        .joined(separator: "\t")
    }.joined(separator: "\n")
  }

  /// A length or a position with at most one digit after the point, as pictures need no more.
  static func number(_ x: Double) -> String {
    guard !x.isNaN else { return "0" }
    let tenths = Int((min(max(x, -1e6), 1e6) * 10).rounded())
    let (whole, rest) = tenths.magnitude.quotientAndRemainder(dividingBy: 10)
    return "\(tenths < 0 ? "-" : "")\(whole)\(rest == 0 ? "" : ".\(rest)")"
  }
}
