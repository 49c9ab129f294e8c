import Figures
import Syntax

/// Code with a class on every stretch that the highlighter knows.
enum HTMLCode {
  static func draw(_ code: String) -> String {
    let bytes = Array(code.utf8)
    func text(_ range: Range<Int>) -> String {
      Markup.escape(lines: String(decoding: bytes[range], as: UTF8.self))
    }
    var result = ""
    var position = 0
    for span in Highlighter.spans(of: code) {
      result += text(position..<span.range.lowerBound)
      result += "<span class=\"\(name(of: span.class))\">\(text(span.range))</span>"
      position = span.range.upperBound
    }
    return result + text(position..<bytes.count)
  }

  static func name(of token: TokenClass) -> String {
    switch token {
    case .keyword: "k"
    case .constant: "c"
    case .noun: "n"
    case .definition: "d"
    case .function: "f"
    case .field: "p"
    case .member: "m"
    case .number: "u"
    case .string: "s"
    case .interpolation: "i"
    case .symbol: "o"
    case .comment: "x"
    case .cell: "t"
    }
  }
}
