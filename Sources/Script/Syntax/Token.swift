/// One word of a script, with its UTF-8 offsets.
package struct Token {
  package enum Kind: Equatable {
    case name(String)
    case number(Double)
    case string([StringPart])
    case keyword(Keyword)
    case symbol(Symbol)
    /// The end of a line that ends a statement.
    case newline
    /// A line `# %% title`.
    case cell(title: String, isProse: Bool)
    case end
  }

  package let kind: Kind
  package let lower: Int
  package let upper: Int
  /// A closing bracket that the lexer put where the script had none.
  var isSynthetic = false
}

/// A stretch of a string literal: text, or the tokens of `\(…)`.
package indirect enum StringPart: Equatable {
  case text(String)
  case code([Token], lower: Int, upper: Int)

  package static func == (a: StringPart, b: StringPart) -> Bool {
    switch (a, b) {
    case (.text(let a), .text(let b)): a == b
    case (.code(_, let a, _), .code(_, let b, _)): a == b
    default: false
    }
  }
}

package enum Keyword: String, CaseIterable, Sendable {
  case `let`, `var`, fn, `if`, `else`, `for`, `in`, `while`, `return`, `break`, `continue`
  case assert, use, `true`, `false`, none, and, or, not

  /// Whether a line that starts with it can't be the middle of an expression.
  var startsStatement: Bool {
    switch self {
    case .let, .var, .fn, .for, .while, .return, .break, .continue, .assert, .use: true
    default: false
    }
  }

  /// Whether a line that ends with it goes on.
  var continuesLine: Bool {
    switch self {
    case .and, .or, .not, .in, .let, .var, .fn, .for, .while, .if, .assert, .use: true
    default: false
    }
  }
}

package enum Symbol: String, Sendable {
  case leftParen = "("
  case rightParen = ")"
  case leftBracket = "["
  case rightBracket = "]"
  case leftBrace = "{"
  case rightBrace = "}"
  case comma = ","
  case colon = ":"
  case semicolon = ";"
  case dot = "."
  case dots = ".."
  case assign = "="
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessEqual = "<="
  case greater = ">"
  case greaterEqual = ">="
  case plus = "+"
  case minus = "-"
  case star = "*"
  case slash = "/"
  case percent = "%"
  case caret = "^"
  case at = "@"
  case plusAssign = "+="
  case minusAssign = "-="
  case starAssign = "*="
  case slashAssign = "/="
  case percentAssign = "%="
  case caretAssign = "^="
  case atAssign = "@="
  case arrow = "=>"

  /// Whether a line that ends with it goes on.
  var continuesLine: Bool {
    switch self {
    case .leftParen, .rightParen, .leftBracket, .rightBracket, .leftBrace, .rightBrace, .semicolon:
      false
    default: true
    }
  }

  var closer: Symbol? {
    switch self {
    case .leftParen: .rightParen
    case .leftBracket: .rightBracket
    case .leftBrace: .rightBrace
    default: nil
    }
  }

  var isCloser: Bool {
    self == .rightParen || self == .rightBracket || self == .rightBrace
  }

  /// The operator that `+=` and its like apply.
  var compoundOperator: BinaryOperator? {
    switch self {
    case .plusAssign: .add
    case .minusAssign: .subtract
    case .starAssign: .multiply
    case .slashAssign: .divide
    case .percentAssign: .remainder
    case .caretAssign: .power
    case .atAssign: .matrix
    default: nil
    }
  }
}
