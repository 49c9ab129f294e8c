import Patterns

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
  /// Written before every character but a word's first, as in `##ing`.
  private let continuingPrefix: [UInt8]
  /// Written after a word's last character, as in `end</w>`.
  private let endSuffix: [UInt8]
  /// The symbols that single bytes (byte-level files) or ASCII characters start as, by
  /// `WordPosition.rawValue * 256 + byte`; ends counted from the byte.
  private var initial: [[Symbol]] = []

  /// Where in its word a character is.
  private struct WordPosition: Equatable {
    let isFirst: Bool
    let isLast: Bool

    static let all = [false, true].flatMap { first in
      [false, true].map { WordPosition(isFirst: first, isLast: $0) }
    }

    var rawValue: Int { (isFirst ? 2 : 0) + (isLast ? 1 : 0) }
  }

  /// What encoding needs between words; kept so that it allocates nothing.
  struct Scratch {
    fileprivate var merger = WordMerger()
    fileprivate var word: [Symbol] = []
  }

  init(field: Field, isByteLevel: Bool) throws(TokenizerError) {
    self.isByteLevel = isByteLevel
    if let dropout = try field.optional("dropout"), dropout.value.double != 0 {
      throw .unsupported(field: dropout.path, found: "dropout", supported: ["null"])
    }
    ignoresMerges = try field.flag("ignore_merges", default: false)
    fallsBackToBytes = try field.flag("byte_fallback", default: false)
    fusesUnknown = try field.flag("fuse_unk", default: false)
    continuingPrefix = try field.optional("continuing_subword_prefix")?.text() ?? []
    endSuffix = try field.optional("end_of_word_suffix")?.text() ?? []
    if fallsBackToBytes, !(continuingPrefix + endSuffix).isEmpty {
      throw .unsupported(
        field: field.child("byte_fallback"), found: "fallback to bytes with a prefix or suffix",
        supported: ["false"])
    }
    vocabulary = try Vocabulary(field: try field.member("vocab"))
    merges = try Self.merges(try field.member("merges"), vocabulary, continuingPrefix)
    if let unk = try field.optional("unk_token") {
      let token = try unk.text()
      guard let id = vocabulary.id(of: token) else {
        throw .unknownToken(field: unk.path, token: try unk.string())
      }
      unknown = id
    } else {
      unknown = nil
    }
    for wordPosition in WordPosition.all {
      for byte in UInt8.min...UInt8.max {
        let character = isByteLevel ? ByteAlphabet.write([byte]) : [byte]
        initial.append(
          isByteLevel || byte < 0x80
            ? symbols(of: character, wordPosition).map { Symbol(id: $0.id, end: 1) } : [])
      }
    }
  }

  private static func merges(
    _ field: Field, _ vocabulary: Vocabulary, _ prefix: [UInt8]
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
      let rest = right.starts(with: prefix) ? right.dropFirst(prefix.count) : right[...]
      table.insert(try id(left), try id(right), rank: rank, id: try id(left + rest))
    }
    return table
  }

  /// A character's symbols: itself, or its bytes' `<0x…>` tokens; none where it is unknown.
  private func symbols(of character: [UInt8], _ wordPosition: WordPosition) -> [Symbol] {
    let token =
      (wordPosition.isFirst ? [] : continuingPrefix) + character
      + (wordPosition.isLast ? endSuffix : [])
    if let id = vocabulary.id(of: token) { return [Symbol(id: id, end: Int32(character.count))] }
    guard fallsBackToBytes else { return [] }
    var result: [Symbol] = []
    for byte in character {
      guard let id = vocabulary.id(of: Array(ByteFallback.token(byte).utf8)) else { return [] }
      result.append(Symbol(id: id, end: Int32(result.count + 1)))
    }
    return result
  }

  func encode(
    _ word: UnsafeBufferPointer<UInt8>, _ scratch: inout Scratch, into output: inout [Symbol]
  ) {
    if ignoresMerges, let id = wholeWord(word) {
      output.append(Symbol(id: id, end: Int32(word.count)))
      return
    }
    scratch.word.removeAll(keepingCapacity: true)
    split(word, &scratch.word)
    scratch.merger.merge(&scratch.word, by: merges)
    output.append(contentsOf: scratch.word)
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
      let end = position + width
      let wordPosition = WordPosition(isFirst: position == 0, isLast: end == word.count)
      let found =
        width == 1
        ? initial[wordPosition.rawValue * 256 + Int(word[position])]
        : symbols(of: Array(word[position..<end]), wordPosition)
      if found.isEmpty, let unknown {
        if fusesUnknown, lastIsUnknown {
          output[output.count - 1].end = Int32(end)
        } else {
          output.append(Symbol(id: unknown, end: Int32(end)))
        }
        lastIsUnknown = true
      } else {
        for symbol in found {
          output.append(Symbol(id: symbol.id, end: Int32(position) + symbol.end))
        }
        lastIsUnknown = false
      }
      position = end
    }
  }
}
