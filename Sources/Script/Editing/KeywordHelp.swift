import Syntax

/// What help says of a keyword.
struct KeywordHelp {
  let doc: String
  let form: String
  let example: String

  private init(_ form: String, _ doc: String, _ example: String) {
    self.form = form
    self.doc = doc
    self.example = example
  }

  /// Every word of the language with what help says of it.
  static let all: [(word: String, help: KeywordHelp)] =
    Keyword.allCases.map { ($0.rawValue, of($0)) } + [(DeclarationSyntax.options, options)]

  private static let options = KeywordHelp(
    "args { name: default … }",
    "Declares what the script takes by name: `pts study.pts --lr 0.3` sets `args.lr`, and "
      + "`pts study.pts --help` shows all with the comments after them. A default says the type: a "
      + "number, a text, true or false, or a list (`--seeds 1,2`). The other words are `args[0]` and so "
      + "on, and `len(args)` is how many there are.",
    "args {\n  lr: 0.1   # the step's size\n  fast: false\n}\nargs.lr")

  static func of(_ word: Keyword) -> KeywordHelp {
    switch word {
    case .let:
      KeywordHelp("let name = value", "Names a value.", "let rate = 0.3\nlet low, high = [1, 9]")
    case .var:
      KeywordHelp(
        "var name = value",
        "Names a value that may be changed later; `var(xs)` is the variance of numbers.",
        "var total = 0\ntotal += 5")
    case .fn:
      KeywordHelp(
        "fn name(a, b = 1) { … }", "Defines a function; a short one is written `x => expression`.",
        "fn scaled(x, by = 2) { return x * by }\nscaled(4, by: 10)")
    case .if:
      KeywordHelp(
        "if condition { … } else { … }", "Chooses by a condition; it also has a value.",
        "let x = 3\nlet size = if x > 2 { \"big\" } else { \"small\" }\nprint(size)")
    case .else:
      KeywordHelp(
        "if condition { … } else { … }", "What happens where an `if`'s condition is false.",
        "if 1 > 2 { print(\"no\") } else if 1 == 2 { print(\"no\") } else { print(\"yes\") }")
    case .for:
      KeywordHelp(
        "for name in list { … }",
        "Goes through a list, a range, a record's names or a string's characters.",
        "for i in 0..3 { print(i) }")
    case .in:
      KeywordHelp(
        "value in list",
        "Whether a list, range, record or string holds a value; also part of `for`.",
        "3 in [1, 2, 3]")
    case .while:
      KeywordHelp(
        "while condition { … }", "Repeats as long as a condition is true.",
        "var n = 1\nwhile n < 100 { n *= 2 }\nn")
    case .try, .catch:
      KeywordHelp(
        "try { … } catch e { … }",
        "Continues after an error, which has `e.message`, `e.hint`, `e.file` and `e.line`; it also "
          + "has a value. An interrupt isn't caught.",
        "for text in [\"3\", \"three\"] {\n"
          + "  let number = try { num(text) } catch { none }\n  print(number)\n}\n"
          + "try { error(\"too late\") } catch e { print(e.message) }")
    case .return:
      KeywordHelp(
        "return value", "Ends a function with a value.", "fn half(x) { return x / 2 }\nhalf(8)")
    case .break:
      KeywordHelp("break", "Leaves a loop.", "for i in 0..100 { if i > 2 { break } }")
    case .continue:
      KeywordHelp(
        "continue", "Continues with the loop's next iteration.",
        "for i in 0..4 {\n  if i == 1 { continue }\n  print(i)\n}")
    case .assert:
      KeywordHelp(
        "assert condition, \"why\"", "Stops the script where a condition is false.",
        "assert 1 + 1 == 2, \"arithmetic should hold\"")
    case .use:
      KeywordHelp(
        "use \"other.pts\"", "Runs another script, whose names can then be used.",
        "# where the file rates.pts holds `let low = 0.03`:\n# use \"rates.pts\"\n# print(low)")
    case .true, .false:
      KeywordHelp("true false", "The answer to a condition.", "let flag = true\nnot flag")
    case .none:
      KeywordHelp("none", "No value.", "let limit = none\nlimit == none")
    case .and:
      KeywordHelp(
        "a and b", "True where both are; the right side is evaluated only when needed.",
        "1 < 2 and 2 < 3")
    case .or:
      KeywordHelp(
        "a or b", "True where one is; the right side is evaluated only when needed.",
        "1 > 2 or 2 < 3"
      )
    case .not: KeywordHelp("not a", "True where the condition is false.", "not 1 > 2")
    }
  }
}
