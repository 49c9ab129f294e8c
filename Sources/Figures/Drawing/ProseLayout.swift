import TextWidth

/// Folds Markdown to a window: paragraphs, items and headings; code and tables as they are.
struct ProseLayout {
  private let width: Int
  private var lines: [StyledLine] = []
  private var words: [Substring] = []
  /// What an item begins with; its further lines are indented as far.
  private var marker = ""
  private var isCode = false

  /// - Parameter text: without the signs that make it a comment.
  static func lines(_ text: String, width: Int) -> [StyledLine] {
    var layout = ProseLayout(width: max(Terminal.narrowest, min(width, widest)))
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) { layout.add(line) }
    layout.endBlock()
    while layout.lines.last?.width == 0 { layout.lines.removeLast() }
    return layout.lines
  }

  /// Longer lines than this are hard to read.
  private static let widest = 88

  private init(width: Int) { self.width = width }

  private mutating func add(_ line: Substring) {
    if line.drop(while: { $0 == " " }).hasPrefix("```") {
      endBlock()
      isCode.toggle()
    } else if isCode || line.hasPrefix("    ") && words.isEmpty || line.hasPrefix("|") {
      endBlock()
      lines += line.wrapped(toWidth: width).map { StyledLine(String($0)) }
    } else if line.allSatisfy({ $0 == " " }) {
      endBlock()
      if let last = lines.last, last.width > 0 { lines.append(StyledLine()) }
    } else if let heading = line.prefixMatch(of: #/#{1,6} +/#) {
      endBlock()
      lines += line[heading.range.upperBound...].wrapped(toWidth: width)
        .map { StyledLine(String($0), .bold) }
    } else {
      var text = line
      if let item = line.prefixMatch(of: #/ {0,9}(?:[-*+]|[0-9]{1,3}[.)]) /#) {
        endBlock()
        marker = String(item.output)
        text = line[item.range.upperBound...]
      }
      words += text.split(separator: " ")
    }
  }

  private mutating func endBlock() {
    let text = words.joined(separator: " ").wrapped(toWidth: width - marker.count)
    if !words.isEmpty {
      let margin = String(repeating: " ", count: marker.count)
      lines += text.enumerated().map {
        StyledLine(($0.offset == 0 ? marker : margin) + $0.element)
      }
    }
    (words, marker) = ([], "")
  }
}
