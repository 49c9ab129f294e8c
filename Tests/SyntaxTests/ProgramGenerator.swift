import Mutation

/// Writes random programs that the parser takes, with space, line breaks and comments wherever the
/// language lets them be.
struct ProgramGenerator {
  private var draw: Draw
  private var names = 0
  /// Comments that were written, in order.
  private(set) var comments: [String] = []
  /// How many brackets are open, within which a line's end ends nothing.
  private var openItems = 0
  private var depth = 0

  init(seed: UInt64) { draw = Draw(seed: seed) }

  mutating func program() -> String {
    var text = draw.once(in: 3) ? "#!/usr/bin/env pts\n" : ""
    if !text.isEmpty { comments.append("#!/usr/bin/env pts") }
    for _ in 0..<1 + draw.below(4) {
      if draw.once(in: 2) {
        text += mark("# %% \(draw.of(["Title", "[markdown] Prose", "", "ü 日本"]))") + "\n"
      }
      for _ in 0..<draw.below(5) { text += statement(isTopLevel: true) + end() }
    }
    return text
  }

  // MARK: Space

  private mutating func mark(_ comment: String) -> String {
    var trimmed = comment[...]
    while trimmed.last?.isWhitespace == true { trimmed.removeLast() }
    comments.append(String(trimmed))
    return comment
  }

  /// Between words that need something between them.
  private mutating func blank() -> String { draw.of([" ", " ", "  ", "\t", "   "]) }

  /// Between words that need nothing.
  private mutating func gap() -> String { draw.of(["", "", " ", "  ", "\t"]) }

  /// Where a line may end without ending a statement.
  private mutating func line() -> String {
    guard draw.once(in: 4) else { return gap() }
    let comment = draw.once(in: 3) ? blank() + mark("# c\(draw.below(9))  ") : ""
    return gap() + comment + draw.of(["\n", "\n\n", "\r\n", "\n\n\n"]) + gap()
  }

  private mutating func end() -> String {
    var text = gap()
    if draw.once(in: 4) { text += mark("# note \(draw.below(99)) é") }
    text += draw.of(["\n", "\n", "\n\n", "\n   \n\n", "\r\n"])
    if draw.once(in: 6) { text += gap() + mark("#own line\(draw.below(9))\t") + "\n" }
    return text
  }

  private mutating func name() -> String {
    names += 1
    return draw.of(["x", "rate", "größe", "_a", "n2"]) + "\(names)"
  }

  // MARK: Statements

  private mutating func statement(isTopLevel: Bool = false) -> String {
    depth += 1
    defer { depth -= 1 }
    let choice = draw.below(depth > 4 ? 4 : (isTopLevel ? 13 : 11))
    switch choice {
    case 0: return "let" + blank() + name() + gap() + "=" + line(afterOperator: true) + expression()
    case 1:
      return "var" + blank() + name() + gap() + "," + gap() + name() + gap() + "=" + gap() + "["
        + gap() + "1" + gap() + "," + gap() + "2" + gap() + "]"
    case 2: return "f\(names)" + gap() + draw.of(["=", "+=", "*="]) + gap() + expression()
    case 3: return call() + draw.of(["", ";", " ;"])
    case 4:
      return "if" + blank() + condition() + gap() + block()
        + (draw.once(in: 2) ? gap() + "else" + gap() + block() : "")
    case 5:
      return "for" + blank() + name() + blank() + "in" + blank() + expression() + gap() + block()
    case 6: return "while" + blank() + condition() + gap() + block()
    case 7:
      return "fn" + blank() + name() + gap() + "(" + gap() + name() + gap() + "," + gap() + name()
        + gap() + "=" + gap() + value() + gap() + ")" + gap() + block()
    case 8: return "try" + gap() + block() + gap() + "catch" + blank() + name() + gap() + block()
    case 9: return "assert" + blank() + condition() + gap() + "," + gap() + string()
    case 10: return "print" + "(" + gap() + items() + gap() + ")"
    default: return declaration()
    }
  }

  private mutating func line(afterOperator: Bool) -> String { line() }

  private mutating func block() -> String {
    let outer = openItems
    openItems = 0
    defer { openItems = outer }
    var text = "{"
    if draw.once(in: 5) { return text + gap() + "}" }
    if draw.once(in: 3) { return text + gap() + statement() + gap() + "}" }
    text += end()
    for _ in 0..<1 + draw.below(3) { text += gap() + statement() + end() }
    return text + gap() + "}"
  }

  private mutating func declaration() -> String {
    let isLong = draw.once(in: 2)
    var text =
      draw.of(["prompt", "run", "hyper", "model"]) + blank() + name() + gap() + "{"
      + (isLong ? end() : gap())
    for index in 0..<draw.below(5) {
      if index > 0, !isLong { text += gap() + "," + gap() }
      text += gap() + "field\(index)" + gap() + ":" + gap() + expression()
      if isLong { text += (draw.once(in: 2) ? gap() + "," : "") + end() }
    }
    return text + gap() + "}"
  }

  // MARK: Expressions

  private mutating func condition() -> String {
    let op = draw.of(["==", "<", ">=", "!="])
    let first = "a" + gap() + op + gap() + value()
    guard draw.once(in: 3) else { return first }
    return first + blank() + draw.of(["and", "or"]) + blank() + draw.of(["not b", "c in d", "(e)"])
  }

  private mutating func expression() -> String {
    depth += 1
    defer { depth -= 1 }
    guard depth < 7 else { return value() }
    switch draw.below(13) {
    case 0, 1:
      // A block that a lambda ends with takes no operator after it.
      let left = draw.once(in: 2) ? "(" + gap() + expression() + gap() + ")" : value()
      return left + gap() + draw.of(["+", "-", "*", "/", "^", "@", "%"]) + line() + value()
    case 2: return "-" + gap() + draw.of(["x", "2", "f(1)"])
    case 3: return "[" + line() + items() + line() + "]"
    case 4: return record()
    case 5: return call()
    case 6: return "(" + line() + expression() + line() + ")"
    case 7:
      return "x" + gap() + "=>" + gap() + (draw.once(in: 2) ? record() : draw.of(["y", "{ y }"]))
    case 8:
      return "(" + gap() + "a" + gap() + "," + gap() + "b" + gap() + ")" + gap() + "=>" + gap()
        + value()
    case 9:
      return "t[" + gap() + draw.of(["0", "-1", "2 .. 5", "..", "1..", "..-1, ..", "a"]) + gap()
        + "]"
    case 10:
      return "if" + blank() + condition() + gap() + "{ " + value() + " } else { " + value() + " }"
    case 11:
      return draw.of(["0", "n", "2"]) + gap() + ".." + gap() + draw.of(["9", "m", "(a + 1)"])
    default: return value()
    }
  }

  private mutating func call() -> String {
    // Comments are noted in the order in which the text has them.
    var text = draw.of(["f", "a.b", "lm . generate", "xs[0]", "g(1)"]) + "(" + line()
    if !draw.once(in: 4) {
      text += items()
      if draw.once(in: 2) { text += "," + gap() + "by: 1" }
    }
    return text + line() + ")" + draw.of(["", ".c", ".d(2)", "[0]"])
  }

  private mutating func items() -> String {
    var text = value()
    for _ in 0..<draw.below(4) { text += gap() + "," + line() + expression() }
    return text
  }

  private mutating func record() -> String {
    var text = "{" + line()
    for index in 0..<draw.below(4) {
      if index > 0 { text += gap() + "," + line() }
      text += draw.of(["k\(index)", "\"k \(index)\""]) + gap() + ":" + gap() + expression()
    }
    return text + line() + "}"
  }

  private mutating func value() -> String {
    switch draw.below(6) {
    case 0: return draw.of(["0", "1.5", "1e-3", "0.25", "1_000"])
    case 1: return draw.of(["true", "false", "none"])
    case 2: return string()
    default: return draw.of(["x", "größe", "a.b", "xs[1]", "_"])
    }
  }

  private mutating func string() -> String {
    draw.of([
      "\"a  # no comment\"", "\"\\(x  +  1) and \\(y:>8.2f)\"", "\"{ [ ( \\\" \\n\"",
      "\"\"\"\n  two\n    lines \n  \"\"\"", "\"\"", "\"\\(f( \"in\" ,2 ))\"",
    ])
  }
}
