import TextWidth

/// Folds help to a window: what continues a line is indented to the column that it explains.
struct HelpLayout {
  private let width: Int

  init(width: Int) { self.width = max(Terminal.narrowest, width) }

  func lines(_ help: String) -> [String] {
    var isCode = false
    var lines: [String] = []
    var words: [Substring] = []
    func endWords() {
      lines += words.joined(separator: " ").wrapped(toWidth: width - 2).map { "  " + $0 }
      words = []
    }
    for line in help.split(separator: "\n", omittingEmptySubsequences: false) {
      // Code is shown as it is to be typed; the next topic begins at the margin.
      if line == "example" {
        isCode = true
      } else if !line.hasPrefix(" "), !line.isEmpty {
        isCode = false
      }
      if !isCode, Self.isWords(line), !words.isEmpty || line.count > 40 {
        words.append(line.drop { $0 == " " })
        continue
      }
      if !words.isEmpty { endWords() }
      lines += isCode || DisplayWidth.of(line) <= width ? [String(line)] : fold(line)
    }
    if !words.isEmpty { endWords() }
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  /// Whether a line is part of a list of names, which may be broken again.
  private static func isWords(_ line: Substring) -> Bool {
    line.hasPrefix("  ") && line.dropFirst(2).first != " "
      && line.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == " " }
      && line.dropFirst(2).firstRange(of: "  ") == nil
  }

  private func fold(_ line: Substring) -> [String] {
    let column = hangingColumn(line)
    let head = line.prefix(column)
    let indent = String(repeating: " ", count: column)
    let rest = line.dropFirst(column).wrapped(toWidth: width - column)
    return rest.enumerated().map { ($0.offset == 0 ? head : indent[...]) + $0.element }
  }

  /// Where the text begins: after the first gap of two spaces, or after the indentation.
  private func hangingColumn(_ line: Substring) -> Int {
    let indent = line.prefix { $0 == " " }.count
    let body = line.dropFirst(indent)
    guard indent > 0, let gap = body.firstRange(of: "  ") else { return min(indent, width / 2) }
    let column =
      line.distance(from: line.startIndex, to: gap.lowerBound)
      + body[gap.lowerBound...].prefix { $0 == " " }.count
    return column > width / 2 ? min(indent, width / 2) : column
  }
}
