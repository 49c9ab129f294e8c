import Figures

/// Folds help to a window: what goes on stands under the column that it explains.
struct HelpLayout {
  private let width: Int

  init(width: Int) { self.width = max(Terminal.narrowest, width) }

  func text(_ help: String) -> String {
    var isCode = false
    return help.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      // Code is shown as it is to be typed; the next topic begins at the margin.
      if line == "example" {
        isCode = true
      } else if !line.hasPrefix(" "), !line.isEmpty {
        isCode = false
      }
      return isCode || DisplayWidth.of(line) <= width ? String(line) : fold(line)
    }.joined(separator: "\n")
  }

  private func fold(_ line: Substring) -> String {
    let column = hangingColumn(line)
    let head = line.prefix(column)
    let indent = String(repeating: " ", count: column)
    let rest = line.dropFirst(column).wrapped(toWidth: width - column)
    return rest.enumerated().map { ($0.offset == 0 ? head : indent[...]) + $0.element }
      .joined(separator: "\n")
  }

  /// Where the text begins: behind the first gap of two spaces, or behind the indentation.
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
