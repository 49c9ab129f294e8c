import Foundation

/// Learns a byte-level BPE from texts and writes it as a `tokenizer.json` of the GPT-2 kind.
///
/// The pair that occurs most is merged first; of equals, the one whose tokens' bytes come first.
/// The same texts in any order give the same file.
package struct BPETrainer {
  package let vocabularySize: Int
  package let minimumFrequency: Int
  package let specialTokens: [String]
  private let cuts: AddedTokens
  private var words: [[UInt8]: Int] = [:]

  package init(
    vocabularySize: Int, minimumFrequency: Int = 2, specialTokens: [String] = ["<|endoftext|>"]
  ) throws(TokenizerError) {
    let least = 256 + specialTokens.count
    guard vocabularySize >= least, vocabularySize <= Vocabulary.idLimit else {
      throw .vocabularyTooSmall(size: vocabularySize, least: least)
    }
    for (index, token) in specialTokens.enumerated()
    where specialTokens[..<index].contains(where: { $0.utf8.elementsEqual(token.utf8) })
      || ByteAlphabet.read(token.utf8)?.count == 1
    {
      throw .duplicateToken(field: "added_tokens", token: token)
    }
    self.vocabularySize = vocabularySize
    self.minimumFrequency = max(minimumFrequency, 1)
    self.specialTokens = specialTokens
    cuts = AddedTokens(special: specialTokens.map { Array($0.utf8) })
  }

  /// Counts the words of a text; special tokens divide it and teach nothing.
  package mutating func add(_ text: String) {
    let bytes = Array(text.utf8)
    for case .text(let range) in cuts.split(bytes, 0..<bytes.count, normalized: false) {
      bytes.withUnsafeBufferPointer { buffer in
        GPT2Splitter.forEach(buffer, range) { words[Array(buffer[$0]), default: 0] += 1 }
      }
    }
  }

  /// The tokenizer of all texts added so far.
  package func train() -> Data {
    var merger = PairCounts(words: words)
    var tokens = (0..<256).map { [UInt8($0)] }
    var ids = Dictionary(uniqueKeysWithValues: tokens.enumerated().map { ($0.element, $0.offset) })
    var merges: [(Int, Int)] = []
    while tokens.count < vocabularySize - specialTokens.count,
      let pair = merger.best(tokens, least: minimumFrequency)
    {
      let joined = tokens[pair.left] + tokens[pair.right]
      let id = ids[joined] ?? tokens.count
      if id == tokens.count {
        tokens.append(joined)
        ids[joined] = id
      }
      merges.append((pair.left, pair.right))
      merger.merge(pair, into: id)
    }
    return TokenizerFile(specialTokens: specialTokens, tokens: tokens, merges: merges).json
  }
}
