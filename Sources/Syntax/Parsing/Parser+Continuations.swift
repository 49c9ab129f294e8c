/// A statement ends with its line, so a line that looks like the rest of the one before is a fault,
/// never a statement of its own whose value goes nowhere.
extension Parser {
  /// Reports a statement that begins as the rest of the one before would.
  mutating func reportContinuation(of previous: Statement?) {
    guard case .symbol(let symbol) = kind else { return }
    let isBelow = previous.map { isIndented(below: $0) } ?? false
    switch symbol {
    case .plus, .minus:
      let sign = symbol.rawValue
      let hasBlank = index + 1 < tokens.count && tokens[index + 1].lower > token.upper
      guard hasBlank || isBelow || symbol == .plus else { return }
      let advice = "to continue the line before, end it with `\(sign)`"
      reportHere(
        isBelow && !hasBlank
          ? "this line doesn't continue the one before"
          : "a statement can't begin with `\(sign)`" + (hasBlank ? " and a blank" : ""),
        hint: symbol == .minus && hasBlank ? advice + "; a negative value is written `-x`" : advice)
    case .leftParen where isBelow, .leftBracket where isBelow:
      reportHere(
        "this line doesn't continue the one before",
        hint: "put the `\(symbol.rawValue)` at the end of the line before")
    default: break
    }
  }

  /// Reports what a statement lost to the line after it: the value of a `return` that has none, the
  /// value of a line such as `-b`, which nothing takes.
  mutating func reportDivided(_ previous: Statement?, _ next: Statement) {
    guard let previous else { return }
    switch (previous.kind, next.kind) {
    case (.give(nil), .expression) where file.line(at: previous.lower) < file.line(at: next.lower):
      report(
        "`return` ends with its line and gives nothing", previous.lower, previous.upper,
        hint: "write the value on its line")
    case (.expression(let value, isSilent: false), _):
      guard case .negated = value.kind, file.bytes[previous.lower] == UInt8(ascii: "-"),
        !diagnostics.suffix(8).contains(where: { $0.range?.lower == previous.lower })
      else { return }
      report(
        "nothing takes this line's value", previous.lower, previous.upper,
        hint: "to continue the line before, end it with `-`")
    default: break
    }
  }

  /// Whether the current token begins a line that is indented below the statement's own.
  private func isIndented(below statement: Statement) -> Bool {
    switch statement.kind {
    case .expression, .define, .assign, .give, .assert: break
    default: return false
    }
    let line = file.line(at: token.lower)
    let earlier = file.line(at: statement.lower)
    return line > earlier && isFirstOfLine && indent(line) > indent(earlier)
  }

  /// Whether the current token is the first of its line.
  var isFirstOfLine: Bool {
    var offset = token.lower
    while offset > 0, file.bytes[offset - 1] == 0x20 || file.bytes[offset - 1] == 0x09 {
      offset -= 1
    }
    return offset == 0 || file.bytes[offset - 1] == 0x0A
  }

  /// Reports an item or an argument on a line of its own that continues the one before it, as no
  /// comma is between them: `-2`, `[3, 4]` or `(x)` at the start of a line.
  mutating func reportJoinedItems() {
    guard isInItems, isFirstOfLine, case .symbol(let symbol) = kind else { return }
    let isSign = symbol == .minus || symbol == .plus
    if isSign, index + 1 < tokens.count, tokens[index + 1].lower > token.upper { return }
    reportHere(
      "this line could be an item of its own or the rest of the one before",
      hint: "put a comma at the end of the line before"
        + (isSign ? ", or a blank after `\(symbol.rawValue)`" : ""))
  }

  private func indent(_ line: Int) -> Int {
    file.bytes[file.lineStarts[line]...].prefix { $0 == 0x20 || $0 == 0x09 }.count
  }

  /// What to do where a line begins with something that only continues an expression; nil elsewhere.
  var continuationHint: String? { isFirstOfLine ? Self.continuationHint(kind) : nil }

  /// The same for the line after the current token, which ends its line.
  var continuationHintBelow: String? {
    kind == .newline ? Self.continuationHint(peek()) : nil
  }

  private static func continuationHint(_ kind: Token.Kind) -> String? {
    switch kind {
    case .symbol(.dot): "a statement ends with its line: put the `.` at the end of the line before"
    case .symbol(let symbol) where symbol.continuesLine:
      "put the `\(symbol.rawValue)` at the end of the line before"
    case .keyword(.and), .keyword(.or), .keyword(.in): "put it at the end of the line before"
    default: nil
    }
  }
}
