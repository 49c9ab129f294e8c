/// What could be written at a position in a script.
package enum CompletionContext: Equatable, Sendable {
  /// A keyword, a noun or any name.
  case statementStart(prefix: String)
  /// A field of a declaration; `given` are those that it has elsewhere.
  case fieldName(noun: String, given: [String], prefix: String)
  /// A field's value, also within its list or its `sweep(…)`.
  case fieldValue(noun: String, field: String, prefix: String)
  /// A member of the value of an expression.
  case member(of: String, prefix: String)
  /// A value; among the arguments of `callee`, if that is set.
  case name(prefix: String, callee: String?)
  /// Text between quotes; in which field of which noun, if any.
  case string(prefix: String, noun: String?, field: String?)
  /// Nothing that could be guessed: a comment, a number, a name being made up.
  case nothing
}

/// A context with the stretch of text that a completion replaces.
package struct CompletionSite: Equatable, Sendable {
  package let context: CompletionContext
  /// UTF-8 offsets; it ends at the cursor.
  package let range: Range<Int>
}

extension CompletionSite {
  /// What could be written at a UTF-8 offset of a text, however unfinished the text is.
  package static func at(_ offset: Int, of text: String) -> CompletionSite {
    var bytes = Array(text.utf8)
    var cursor = min(max(0, offset), bytes.count)
    while cursor < bytes.count, cursor > 0, bytes[cursor] & 0xC0 == 0x80 { cursor -= 1 }
    bytes.removeSubrange(cursor...)
    let finder = ContextFinder(head: String(decoding: bytes, as: UTF8.self), whole: text)
    return finder.site(depth: 0)
  }
}
