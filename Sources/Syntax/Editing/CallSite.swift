/// The call whose arguments are being written at a position of a script.
package struct CallSite: Equatable, Sendable {
  /// The function's or the method's name.
  package let callee: String
  /// The expression before the dot, as it is written; nil where a function is called by its name.
  package let receiver: String?
  /// How many arguments come before the position's.
  package let index: Int
  /// The parameter that the argument names, as in `tokens: 5`.
  package let parameter: String?

  /// The innermost call around a UTF-8 offset of a text, however unfinished the text is.
  package static func at(_ offset: Int, of text: String) -> CallSite? {
    let bytes = Array(text.utf8.prefix(max(0, offset)))
    var head = String(decoding: bytes, as: UTF8.self)
    var found: CallSite?
    // A call within `\(…)` is further inside than one around the string.
    for _ in 0..<16 {
      let finder = ContextFinder(head: head, whole: head)
      found = finder.call ?? found
      guard let inner = finder.openInterpolation else { break }
      head = inner
    }
    return found
  }
}

extension ContextFinder {
  /// The innermost call that is open at the text's end, strings not looked into.
  fileprivate var call: CallSite? {
    let count = reader.tokens.count
    for frame in BracketFrame.open(in: reader, before: count).reversed() {
      guard case .call(let callee?, let opener) = frame else { continue }
      var (depth, index, first) = (0, 0, opener + 1)
      for position in opener + 1..<max(opener + 1, count) {
        guard case .symbol(let symbol) = reader.kind(position) else { continue }
        if symbol.closer != nil { depth += 1 }
        if symbol.isCloser { depth -= 1 }
        if depth == 0, symbol == .comma { (index, first) = (index + 1, position + 1) }
      }
      while reader.kind(first) == .newline { first += 1 }
      return CallSite(
        callee: callee,
        receiver: reader.kind(opener - 2) == .symbol(.dot) ? receiver(ofDot: opener - 2) : nil,
        index: index, parameter: reader.isKey(at: first) ? reader.name(first) : nil)
    }
    return nil
  }
}
