/// A word that the language keeps for itself.
package enum Keyword: String, CaseIterable, Sendable {
  case `let`, `var`, fn, `if`, `else`, `for`, `in`, `while`, `return`, `break`, `continue`
  case `try`, `catch`, assert, use, `true`, `false`, none, and, or, not

  /// Whether it is a value by itself.
  package var isValue: Bool { self == .true || self == .false || self == .none }

  /// Whether a line that starts with it can't be the middle of an expression.
  package var startsStatement: Bool {
    switch self {
    case .let, .var, .fn, .for, .while, .return, .break, .continue, .assert, .use: true
    default: false
    }
  }

  /// Whether a line that ends with it continues.
  var continuesLine: Bool {
    switch self {
    case .and, .or, .not, .in, .let, .var, .fn, .for, .while, .if, .try, .catch, .assert, .use: true
    default: false
    }
  }
}
