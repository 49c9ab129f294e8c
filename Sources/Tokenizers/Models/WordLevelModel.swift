/// WordLevel: each word is one token, unknown where the vocabulary lacks it.
struct WordLevelModel: Sendable {
  let vocabulary: Vocabulary
  private let unknown: Int32

  init(field: Field) throws(TokenizerError) {
    vocabulary = try Vocabulary(field: try field.member("vocab"))
    unknown = try vocabulary.unknownToken(of: field, default: "<unk>")
  }

  func encode(_ word: UnsafeBufferPointer<UInt8>, into output: inout [Symbol]) {
    let id = vocabulary.id(of: UnsafeRawBufferPointer(word)) ?? unknown
    output.append(Symbol(id: id, end: Int32(word.count)))
  }
}
