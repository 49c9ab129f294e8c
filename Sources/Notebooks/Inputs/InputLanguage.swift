import Diagnostics
import Syntax

/// The language of inputs: the script's own, and the words that begin with `:` and `?`.
package enum InputLanguage {
  package enum SpanClass: Equatable, Sendable {
    /// The word that begins a command or a question.
    case command
    case code(TokenClass)
  }

  package typealias Span = (range: Range<Int>, class: SpanClass)

  /// Whether an input can be submitted, or waits for another line.
  package static func completeness(of text: String) -> Completeness {
    let text = withoutPrompts(text)
    guard let code = code(in: text), !code.text.isEmpty else { return .complete }
    return Completeness.of(code.text)
  }

  /// A text as it was typed, where it was copied from the shell with its prompts.
  package static func withoutPrompts(_ text: String) -> String {
    guard let transcript = ShellTranscript(text),
      // A string may have such lines.
      Parser.parse(SourceFile(name: "", text: text)).diagnostics.containsErrors
    else { return text }
    return transcript.code
  }

  /// UTF-8 ranges in order, none overlapping another.
  package static func spans(of text: String) -> [Span] {
    guard let code = code(in: text) else {
      let word = text.prefix { !$0.isWhitespace }.utf8.count
      return word > 0 ? [(0..<word, .command)] : []
    }
    let command: [Span] = code.start > 0 ? [(0..<code.start, .command)] : []
    return command
      + Highlighter.spans(of: code.text).map { span in
        let range = span.range.lowerBound + code.start..<span.range.upperBound + code.start
        return (range, .code(span.class))
      }
  }

  /// The brackets that belong together at a UTF-8 offset of an input's code.
  package static func brackets(of text: String, at offset: Int) -> BracketPair? {
    guard let code = code(in: text), offset >= code.start,
      let pair = BracketPair.at(offset - code.start, in: code.text)
    else { return nil }
    return BracketPair(opener: pair.opener + code.start, closer: pair.closer + code.start)
  }

  /// The code of an input and the UTF-8 offset where it begins; nil for a command or a question.
  static func code(in text: String) -> (text: String, start: Int)? {
    let head = text.prefix { $0.isWhitespace }
    let rest = text[head.endIndex...]
    if rest.hasPrefix("?") { return nil }
    guard rest.hasPrefix(":") else { return (text, 0) }
    guard rest.hasPrefix(":\(SessionCommand.time)"),
      let space = rest.firstIndex(where: \.isWhitespace)
    else { return nil }
    return (String(text[space...]), text.utf8.distance(from: text.startIndex, to: space))
  }
}
