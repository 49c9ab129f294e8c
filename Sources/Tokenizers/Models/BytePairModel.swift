/// Byte-pair encoding: a word's characters, joined by ranked merges into tokens of a vocabulary.
///
/// In byte-level files the characters are those of `ByteAlphabet`; the words given here are then
/// raw bytes, and the alphabet appears only where tokens are looked up.
struct BytePairModel: Sendable {
  let vocabulary: Vocabulary
  let merges: MergeTable
  let isByteLevel: Bool
  let ignoresMerges: Bool
  let fallsBackToBytes: Bool
  let unknown: Int32?
  let fusesUnknown: Bool
  /// In byte-level files: the symbols each byte starts as, ends counted from the byte.
  private let initial: [[Symbol]]

  /// What encoding needs between words; kept so that it allocates nothing.
  struct Scratch {
    var cache = WordCache()
    var merger = WordMerger()
    var symbols: [Symbol] = []
    fileprivate var word: [Symbol] = []
  }

  init(field: Field, isByteLevel: Bool) throws(TokenizerError) {
    self.isByteLevel = isByteLevel
    let type = try field.optional("type")?.string() ?? "BPE"
    guard type == "BPE" else {
      throw .unsupported(
        field: field.child("type"), found: "model type \(type)", supported: ["BPE"])
    }
    for affix in ["continuing_subword_prefix", "end_of_word_suffix"] {
      if let found = try field.optional(affix), try !found.text().isEmpty {
        throw .unsupported(
          field: found.path, found: "`\(try found.string())`", supported: ["null", "\"\""])
      }
    }
    if let dropout = try field.optional("dropout"), dropout.value.double != 0 {
      throw .unsupported(field: dropout.path, found: "dropout", supported: ["null"])
    }
    ignoresMerges = try field.flag("ignore_merges", default: false)
    fallsBackToBytes = try field.flag("byte_fallback", default: false)
    fusesUnknown = try field.flag("fuse_unk", default: false)
    vocabulary = try Self.vocabulary(try field.member("vocab"))
    merges = try Self.merges(try field.member("merges"), vocabulary)
    if let unk = try field.optional("unk_token") {
      let token = try unk.text()
      guard let id = vocabulary.id(of: token) else {
        throw .unknownToken(field: unk.path, token: try unk.string())
      }
      unknown = id
    } else {
      unknown = nil
    }
    var initial: [[Symbol]] = []
    if isByteLevel {
      for scalar in ByteAlphabet.scalars {
        initial.append(
          Self.symbols(
            of: Array(UTF8.encode(scalar)!), in: vocabulary, fallsBackToBytes: fallsBackToBytes
          ).map { $0.map { Symbol(id: $0.id, end: 1) } } ?? [])
      }
    }
    self.initial = initial
  }

  private static func vocabulary(_ field: Field) throws(TokenizerError) -> Vocabulary {
    let members = try field.members()
    if members.isEmpty { throw .emptyVocabulary(field: field.path) }
    var vocabulary = Vocabulary(capacity: members.count)
    for member in members {
      guard let number = member.value.int else {
        throw .wrongType(field: field.child(member.name), expected: "an integer")
      }
      guard number >= 0, number < Vocabulary.idLimit else {
        throw .idOutOfRange(field: field.child(member.name), id: number, limit: Vocabulary.idLimit)
      }
      switch vocabulary.insert(member.key, id: Int32(number)) {
      case .done: break
      case .duplicateID: throw .duplicateID(field: field.path, id: number)
      case .duplicateToken: throw .duplicateToken(field: field.path, token: member.name)
      }
    }
    return vocabulary
  }

  private static func merges(
    _ field: Field, _ vocabulary: Vocabulary
  ) throws(TokenizerError) -> MergeTable {
    guard let list = field.value.array else {
      throw .wrongType(field: field.path, expected: "a list")
    }
    var table = MergeTable(capacity: list.count)
    for (rank, element) in list.enumerated() {
      let left: [UInt8]
      let right: [UInt8]
      if let line = element.bytes {
        let parts = line.split(separator: 0x20, omittingEmptySubsequences: false)
        guard parts.count == 2 else {
          throw .malformedMerge(
            field: "\(field.path)[\(rank)]", merge: String(decoding: line, as: UTF8.self))
        }
        (left, right) = (Array(parts[0]), Array(parts[1]))
      } else if let pair = element.array, pair.count == 2, let first = pair[0].bytes,
        let second = pair[1].bytes
      {
        (left, right) = (first, second)
      } else {
        throw .wrongType(field: "\(field.path)[\(rank)]", expected: "a string or two strings")
      }
      func id(_ token: [UInt8]) throws(TokenizerError) -> Int32 {
        if let id = vocabulary.id(of: token) { return id }
        throw .unknownToken(
          field: "\(field.path)[\(rank)]", token: String(decoding: token, as: UTF8.self))
      }
      table.insert(try id(left), try id(right), rank: rank, id: try id(left + right))
    }
    return table
  }

  /// A character's symbols: itself, or its bytes' `<0x…>` tokens; nil where it is unknown.
  private static func symbols(
    of character: [UInt8], in vocabulary: Vocabulary, fallsBackToBytes: Bool
  ) -> [Symbol]? {
    if let id = vocabulary.id(of: character) {
      return [Symbol(id: id, end: Int32(character.count))]
    }
    guard fallsBackToBytes else { return nil }
    var result: [Symbol] = []
    for byte in character {
      guard let id = vocabulary.id(of: Array(ByteFallback.token(byte).utf8)) else { return nil }
      result.append(Symbol(id: id, end: Int32(result.count + 1)))
    }
    return result
  }

  /// Appends the tokens of one word to `scratch.symbols`, their ends counted from its start.
  func encode(_ word: UnsafeBufferPointer<UInt8>, _ scratch: inout Scratch) {
    if word.isEmpty { return }
    let hash = WordCache.hash(word)
    if scratch.cache.look(up: word, hash: hash, into: &scratch.symbols) { return }
    let first = scratch.symbols.count
    if ignoresMerges, let id = wholeWord(word) {
      scratch.symbols.append(Symbol(id: id, end: Int32(word.count)))
    } else {
      scratch.word.removeAll(keepingCapacity: true)
      split(word, &scratch.word)
      scratch.merger.merge(&scratch.word, by: merges)
      scratch.symbols.append(contentsOf: scratch.word)
    }
    scratch.cache.insert(word, hash: hash, symbols: scratch.symbols[first...])
  }

  private func wholeWord(_ word: UnsafeBufferPointer<UInt8>) -> Int32? {
    if isByteLevel { return vocabulary.id(of: ByteAlphabet.write(word)) }
    return vocabulary.id(of: UnsafeRawBufferPointer(word))
  }

  /// The word as single characters; unknown ones become `unknown`, or nothing where there is none.
  private func split(_ word: UnsafeBufferPointer<UInt8>, _ output: inout [Symbol]) {
    var position = 0
    var lastIsUnknown = false
    while position < word.count {
      let width = isByteLevel ? 1 : UTF8Text.width(word[position])
      let found =
        isByteLevel
        ? initial[Int(word[position])]
        : Self.symbols(
          of: Array(word[position..<position + width]), in: vocabulary,
          fallsBackToBytes: fallsBackToBytes) ?? []
      if found.isEmpty, let unknown {
        if fusesUnknown, lastIsUnknown {
          output[output.count - 1].end = Int32(position + width)
        } else {
          output.append(Symbol(id: unknown, end: Int32(position + width)))
        }
        lastIsUnknown = true
      } else {
        for symbol in found {
          output.append(Symbol(id: symbol.id, end: Int32(position) + symbol.end))
        }
        lastIsUnknown = false
      }
      position += width
    }
  }
}
