/// What is asked for by `?…`, which may be written as it stands in a script: `"abc".split(`, `xs.sorted`.
package struct HelpQuery {
  /// What `Help.text(for:)` takes: `string.split`, `list.sorted`.
  package let topic: String

  /// - Parameter typeOf: the type of the value that a path of names has, where it has one.
  package init(_ query: String, typeOf: (String) -> String?) {
    var text = query.drop { $0.isWhitespace || $0 == "?" }[...]
    while let last = text.last, last.isWhitespace || last == "?" { text.removeLast() }
    // An open call asks for the function that is called.
    if let open = Self.openCall(text) { text = text[..<open] }
    guard let dot = Self.lastDot(text) else {
      topic = Self.literalType(text) ?? String(text)
      return
    }
    let owner = text[..<dot]
    let member = text[text.index(after: dot)...]
    topic = (Self.literalType(owner) ?? typeOf(String(owner)) ?? String(owner)) + ".\(member)"
  }

  /// Where the parenthesis of a call begins that ends the text or isn't closed.
  private static func openCall(_ text: Substring) -> String.Index? {
    var depth = 0
    var quoted = false
    var index = text.endIndex
    while index > text.startIndex {
      index = text.index(before: index)
      switch text[index] {
      case "\"": quoted.toggle()
      case ")" where !quoted: depth += 1
      case "(" where !quoted:
        depth -= 1
        let isCall =
          index > text.startIndex
          && (text[..<index].last.map { $0.isLetter || $0.isNumber || $0 == "_" } ?? false)
        if depth <= 0, isCall { return depth < 0 || text.last == ")" ? index : nil }
      default: break
      }
    }
    return nil
  }

  private static func lastDot(_ text: Substring) -> String.Index? {
    guard let dot = text.lastIndex(of: "."), dot > text.startIndex else { return nil }
    let member = text[text.index(after: dot)...]
    return !member.isEmpty && member.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
      && !(member.first?.isNumber ?? false) ? dot : nil
  }

  private static func literalType(_ text: Substring) -> String? {
    switch (text.first, text.last) {
    case ("\"", "\"") where text.count > 1: "string"
    case ("[", "]"): "list"
    case ("{", "}"): "record"
    default: Double(text) == nil ? nil : "number"
    }
  }
}
