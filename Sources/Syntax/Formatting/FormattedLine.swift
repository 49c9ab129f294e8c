/// A line of a formatted script.
struct FormattedLine {
  /// In steps of two spaces.
  var indent = 0
  var code = ""
  private(set) var comment: String?
  var isAfterBlank = false
  /// Whether it ends with an opening bracket, after which no blank line comes.
  var endsOpen = false

  var isEmpty: Bool { code.isEmpty && comment == nil }
  /// Whether it is the `#!` line.
  var isInterpreter: Bool { comment?.hasPrefix("#!") ?? false }

  mutating func add(comment text: String) { comment = text }

  /// The comments after code on neighbouring lines stand in one column, two spaces after the longest.
  static func text(_ lines: [FormattedLine]) -> String {
    var text = ""
    var index = 0
    while index < lines.count {
      var end = index
      while end < lines.count, lines[end].hasCommentAfterCode,
        end == index || !lines[end].isAfterBlank
      {
        end += 1
      }
      let column = lines[index..<end].map(\.width).max() ?? 0
      end = max(end, index + 1)
      for line in lines[index..<end] {
        if line.isAfterBlank, !text.isEmpty { text += "\n" }
        text += String(repeating: "  ", count: line.indent) + line.code
        if let comment = line.comment {
          if !line.code.isEmpty {
            text += String(repeating: " ", count: max(0, column - line.width) + 2)
          }
          text += comment
        }
        text += "\n"
      }
      index = end
    }
    return text
  }

  private var hasCommentAfterCode: Bool { comment != nil && !code.isEmpty }

  /// Of the last of its lines: a string may have several.
  private var width: Int {
    let tail = code.split(separator: "\n", omittingEmptySubsequences: false).last ?? ""
    return (tail.count == code.count ? indent * 2 : 0) + tail.count
  }
}
