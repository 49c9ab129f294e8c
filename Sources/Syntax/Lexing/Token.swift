/// One word of a script, with its UTF-8 offsets.
struct Token {
  enum Kind: Equatable {
    case name(String)
    /// Nil where it has no value; already reported.
    case number(Double?)
    case string([StringPart])
    case keyword(Keyword)
    case symbol(Punctuator)
    /// The end of a line that ends a statement.
    case newline
    /// A line `# %% title`.
    case cell(title: String, isProse: Bool)
    case end
  }

  let kind: Kind
  let lower: Int
  let upper: Int
  /// A closing bracket that the lexer put where the script had none.
  var isSynthetic = false
}

/// A stretch of a string literal: text, or the tokens of `\(…)`.
indirect enum StringPart: Equatable {
  /// What follows the `:` of `\(x:.3)`, blanks at its ends left out.
  struct Format {
    let text: String
    let lower: Int
    let upper: Int
  }

  case text(String)
  case code([Token], format: Format?, lower: Int, upper: Int)

  static func == (a: StringPart, b: StringPart) -> Bool {
    switch (a, b) {
    case (.text(let a), .text(let b)): a == b
    case (.code(_, _, let a, _), .code(_, _, let b, _)): a == b
    default: false
    }
  }
}
