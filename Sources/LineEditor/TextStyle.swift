/// The looks that a piece of input can have; the terminal's own sixteen colours, so that every
/// theme stays readable.
package enum TextStyle: Sendable, Equatable {
  case plain, keyword, noun, field, string, number, comment, command, error, faint, prompt, match,
    bracket

  /// The parameters of the escape sequence that selects it.
  package var parameters: String {
    switch self {
    case .plain: ""
    case .keyword: "35"
    case .noun: "1;34"
    case .field: "36"
    case .string: "32"
    case .number: "33"
    case .comment, .faint: "2"
    case .command: "1;36"
    case .error: "31"
    case .prompt: "1"
    case .match: "7"
    case .bracket: "1;4"
    }
  }
}

extension [(Range<Int>, TextStyle)] {
  /// Ascending, disjoint ranges with another look for one of them.
  func with(_ style: TextStyle, at range: Range<Int>) -> Self {
    var result: Self = []
    for (old, look) in self {
      let before = old.clamped(to: 0..<range.lowerBound)
      if !before.isEmpty, old.lowerBound < range.lowerBound { result.append((before, look)) }
    }
    result.append((range, style))
    for (old, look) in self where old.upperBound > range.upperBound {
      result.append((Swift.max(old.lowerBound, range.upperBound)..<old.upperBound, look))
    }
    return result
  }
}
