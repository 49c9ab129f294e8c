import Patterns

/// SentencePiece's writing of spaces as `▁`, one of them in front of the text.
struct Metaspace: Sendable {
  enum Prepending: String, Sendable {
    case always, first, never
  }

  /// UTF-8 of one character.
  let replacement: [UInt8]
  let prepending: Prepending
  /// Whether words then begin at each replacement.
  let splits: Bool

  init(field: Field) throws(TokenizerError) {
    replacement = try field.optional("replacement")?.character() ?? Array("▁".utf8)
    splits = try field.flag("split", default: true)
    // Files older than `prepend_scheme` say whether at all.
    let prepends = try field.flag("add_prefix_space", default: true)
    guard let scheme = try field.optional("prepend_scheme") else {
      prepending = prepends ? .always : .never
      return
    }
    guard let named = Prepending(rawValue: try scheme.string()), prepends || named == .never else {
      throw .unsupported(
        field: scheme.path, found: "prepend_scheme `\(try scheme.string())`",
        supported: prepends ? ["always", "first", "never"] : ["never"])
    }
    prepending = named
  }

  /// Rewrites the words, spaces replaced, and divides them.
  func apply(to words: [Range<Int>], of text: inout AlignedText) -> [Range<Int>] {
    let source = text
    var result: [Range<Int>] = []
    text = source.rewritten { output in
      for word in words {
        let start = output.count
        if prepends(to: word, of: source) {
          let width = UTF8Text.width(source.bytes[word.lowerBound])
          output.append(replacement, for: word.lowerBound..<word.lowerBound + width)
        }
        var copied = word.lowerBound
        for index in word where source.bytes[index] == 0x20 {
          output.copy(copied..<index)
          output.append(replacement, for: index..<index + 1)
          copied = index + 1
        }
        output.copy(copied..<word.upperBound)
        result.append(start..<output.count)
      }
    }
    guard splits else { return result }
    return result.flatMap {
      SplitBehavior.mergedWithNext.words(
        in: $0, delimiters: Pattern.literal(replacement).matches(in: text.bytes, $0),
        invert: false)
    }
  }

  private func prepends(to word: Range<Int>, of text: AlignedText) -> Bool {
    if text.bytes[word.lowerBound] == 0x20 || text.bytes[word].starts(with: replacement) {
      return false
    }
    return switch prepending {
    case .always: true
    case .first: text.original(word).lowerBound == 0
    case .never: false
    }
  }
}
