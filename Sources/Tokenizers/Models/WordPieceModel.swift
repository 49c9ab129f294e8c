import Patterns

/// WordPiece: the longest token that a word starts with, then the longest that continues from there;
/// a word that can't be covered so is one unknown token.
struct WordPieceModel: Sendable {
  let vocabulary: Vocabulary
  private let unknown: Int32
  private let characterLimit: Int
  private let starts: ByteTrie
  /// Tokens written with the prefix (`##ing`), here without it.
  private let continuations: ByteTrie

  init(field: Field) throws(TokenizerError) {
    vocabulary = try Vocabulary(field: try field.member("vocab"), keyLimit: ByteTrie.keyLimit)
    unknown = try vocabulary.unknownToken(of: field, default: "[UNK]")
    if let limit = try field.optional("max_input_chars_per_word") {
      characterLimit = try limit.integer()
      if characterLimit < 0 { throw .wrongType(field: limit.path, expected: "at least 0") }
    } else {
      characterLimit = 100
    }
    let prefix = try field.optional("continuing_subword_prefix")?.text() ?? Array("##".utf8)
    let tokens = vocabulary.entries
    starts = ByteTrie(tokens)
    continuations = ByteTrie(
      tokens.filter { $0.key.starts(with: prefix) }
        .map { ($0.key.dropFirst(prefix.count), $0.value) })
  }

  func encode(_ word: UnsafeBufferPointer<UInt8>, into output: inout [Symbol]) {
    let first = output.count
    var position = 0
    let characters = word.reduce(0) { $0 + (UTF8Text.isContinuation($1) ? 0 : 1) }
    var isCovered = characters <= characterLimit
    while isCovered, position < word.count {
      var longest: Symbol?
      (position == 0 ? starts : continuations).forEachPrefix(of: word, from: position) {
        longest = Symbol(id: $1, end: Int32($0))
      }
      if let longest {
        output.append(longest)
        position = Int(longest.end)
      } else {
        isCovered = false
      }
    }
    if !isCovered {
      output.removeSubrange(first...)
      output.append(Symbol(id: unknown, end: Int32(word.count)))
    }
  }
}
