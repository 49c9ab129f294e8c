import JSON
import Syntax

/// The highlighter's colours as the protocol's numbers.
enum SemanticTokensFeature {
  /// The names that clients have colours for, by index.
  static let types = [
    "keyword", "type", "variable", "function", "property", "number", "string", "operator",
    "comment", "macro",
  ]
  static let modifiers = ["declaration", "readonly"]

  /// Five numbers a token: lines and UTF-16 units from the token before it, length, type, modifiers.
  static func tokens(of document: Document) -> JSONValue {
    let lines = document.lines
    var numbers: [JSONValue] = []
    var (line, start, units) = (0, 0, 0)
    var (lastLine, lastUnits) = (0, 0)
    for span in Highlighter.spans(of: document.file.text) {
      guard let (type, modifiers) = kind(span.class) else { continue }
      var lower = span.range.lowerBound
      // A token of several lines is one for each: few clients take more.
      while lower < span.range.upperBound {
        while line + 1 < lines.starts.count, lines.starts[line + 1] <= lower {
          line += 1
          (start, units) = (lines.starts[line], 0)
        }
        // Counted on from the token before it: a line may be long.
        units += lines.units(start..<lower)
        let upper = max(lower, min(span.range.upperBound, lines.end(ofLine: line)))
        let length = lines.units(lower..<upper)
        if length > 0 {
          let unitsBefore = line == lastLine ? lastUnits : 0
          for number in [line - lastLine, units - unitsBefore, length, type, modifiers] {
            numbers.append(.integer(number))
          }
          (lastLine, lastUnits) = (line, units)
        }
        (start, units) = (upper, units + length)
        guard line + 1 < lines.starts.count, span.range.upperBound > upper else { break }
        lower = lines.starts[line + 1]
      }
    }
    return .record(["data": .array(numbers)])
  }

  private static func kind(_ kind: TokenClass) -> (type: Int, modifiers: Int)? {
    switch kind {
    case .keyword: (0, 0)
    case .constant: (0, 2)
    case .noun: (1, 0)
    case .definition: (2, 1)
    case .function: (3, 0)
    case .field, .member: (4, 0)
    case .number: (5, 0)
    case .string: (6, 0)
    case .interpolation, .symbol: (7, 0)
    case .comment: (8, 0)
    case .cell: (9, 0)
    }
  }
}
