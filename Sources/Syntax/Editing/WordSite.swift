import Diagnostics

/// A name or a keyword at a position of a script, and what could be written in its place.
package struct WordSite: Equatable, Sendable {
  package let text: String
  /// UTF-8 offsets.
  package let range: Range<Int>
  package let context: CompletionContext

  /// The word that a UTF-8 offset is in or at the end of; nil in comments, strings and space.
  package static func at(_ offset: Int, of text: String) -> WordSite? {
    let file = SourceFile(name: "", text: text)
    var lexer = Lexer(file)
    guard let range = word(at: offset, among: lexer.run()) else { return nil }
    return WordSite(
      text: file.text(range), range: range,
      context: CompletionSite.at(range.upperBound, of: text).context)
  }

  private static func word(at offset: Int, among tokens: [Token]) -> Range<Int>? {
    var found: Range<Int>?
    for token in tokens where token.lower <= offset && offset <= token.upper && !token.isSynthetic {
      switch token.kind {
      // Where two words meet there is a symbol between them.
      case .name, .keyword: found = token.lower..<token.upper
      case .string(let parts):
        for case .code(let inner, _, let start, let end) in parts
        where start <= offset && offset <= end {
          found = word(at: offset, among: inner) ?? found
        }
      default: break
      }
    }
    return found
  }
}

extension WordSite {
  /// What `?…` would be asked about the word: `prompt.soft`, `softmax`; nil where there is no help on it.
  ///
  /// - Parameter member: the topic of a member and the expression before its dot.
  package func topic(
    ofMember member: (_ name: String, _ expression: String) -> String
  ) -> String? {
    switch context {
    case .fieldName(let noun, _, _): "\(noun).\(text)"
    case .member(let expression, _): member(text, expression)
    case .statementStart, .fieldValue, .name: text
    // Names that are introduced, and keywords that no value comes after.
    case .string, .nothing: Keyword(rawValue: text)?.rawValue
    }
  }
}
