import Figures
import Markdown

/// Text as Markdown shows it.
enum MarkdownText {
  private static let reader = Terminal(width: .max)

  /// One line, nothing of it read as markup.
  static func escape(_ text: String) -> String {
    var result = ""
    for character in reader.clean(text) {
      if "\\`*_[]<>|#&~".contains(character) { result.append("\\") }
      result.append(character)
    }
    return result
  }

  /// A title's words and code; emphasis would clash with what is around it.
  static func title(_ text: String) -> String {
    MarkdownReader.inlines(of: text).map { inline in
      if case .code(let code) = inline, !code.contains("`") { return "`\(code)`" }
      return escape([inline].plainText)
    }.joined()
  }

  /// Lines as they are, between fences longer than any in them.
  static func fence(_ text: String, _ language: String) -> String {
    var longest = 0
    var run = 0
    for character in text {
      run = character == "`" ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence = String(repeating: "`", count: max(3, longest + 1))
    let lines = text.hasSuffix("\n") ? text.dropLast() : text[...]
    return "\(fence)\(language)\n\(lines)\n\(fence)"
  }

  static func table(_ table: Table) -> String {
    var lines = table.title.map { ["*\(escape($0))*", ""] } ?? []
    let (names, rows) = table.texts(limit: 100)
    guard !names.isEmpty else { return lines.joined(separator: "\n") }
    func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
    lines.append(line(names.map(\.text).map(escape)))
    lines.append(line(names.map { $0.isNumeric ? "---:" : "---" }))
    lines += rows.map { row in
      line(row.map { $0.isBest ? "**\(escape($0.text))**" : escape($0.text) })
    }
    if rows.count < table.rows.count {
      lines += ["", "*… \(Numeral.count(table.rows.count - rows.count)) more rows*"]
    }
    return lines.joined(separator: "\n")
  }
}
