/// The looks that a piece of input can have; the terminal's own sixteen colours, so that every
/// theme stays readable.
package enum TextStyle: Sendable, Equatable {
  case plain, keyword, noun, field, string, number, comment, command, error, faint, prompt, match

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
    }
  }
}
