import Foundation
import Mutation
import Tokenizers

/// Broken tokenizer files made from good ones, and what must hold for each that still loads.
package enum TokenizerFuzz {
  /// A file changed in its bytes or in its structure, the same one for the same seed.
  package static func mutate(_ bytes: [UInt8], seed: UInt64) -> [UInt8] {
    var draw = Draw(seed: seed)
    return mutate(bytes, &draw)
  }

  package static func mutate(_ bytes: [UInt8], _ draw: inout Draw) -> [UInt8] {
    FileMutator(words: words).json(bytes, &draw)
  }

  private static let words = [
    "##", "</w>", "▁", "<unk>", "[UNK]", "A", "B", "String", "Regex", "vocab", "merges", "id",
    "content", "pattern", "behavior", "replacement", "unk_token", "BPE", "WordPiece", "WordLevel",
    "Unigram", "Sequence", "ByteLevel", "Metaspace", "Split", "Digits", "Whitespace",
    "WhitespaceSplit", "Punctuation", "BertPreTokenizer", "UnicodeScripts", "FixedLength",
    "CharDelimiterSplit", "NFC", "NFD", "NFKC", "NFKD", "Lowercase", "StripAccents", "Strip", "Nmt",
    "BertNormalizer", "Precompiled", "Replace", "Prepend", "ByteFallback", "Fuse", "CTC",
    "BPEDecoder", "TemplateProcessing", "BertProcessing", "RobertaProcessing", "Removed",
    "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous", "always", "first", "never",
    #"\s+(?!\S)|\p{L}+"#, "(a|a)+b|a", "[^a", "a{2,900}", #"(?i:'s)|."#,
  ]

  /// What a tokenizer that loaded did against its promises.
  package enum Fault: Error, Equatable {
    case id(Int32, size: Int, text: String)
    case offset(Range<Int>, text: String)
    case parts(text: String)
    case count(ids: Int, offsets: Int, text: String)
    case differs(text: String)
  }

  private static let texts = [
    "", " ", "The quick brown fox, 3.14!", "  Señor  café\tnaïve\r\n", "\u{0}\u{1}\u{7F}\u{FFFD}",
    "日本語 한국어 العربية עברית हिन्दी", "👩‍👩‍👧‍👦🏳️‍🌈e\u{301}\u{323}ﬁ①", "<s></s>[CLS]<|endoftext|><unk>",
    String(repeating: "ab ", count: 40), String(repeating: "\u{301}", count: 60),
  ]

  package static func tokenizer(_ bytes: [UInt8]) throws(TokenizerError) -> Tokenizer {
    try Tokenizer(json: Data(bytes))
  }

  /// Loads the file and, where that works, encodes and decodes; false where it doesn't load.
  @discardableResult
  package static func check(_ bytes: [UInt8]) throws -> Bool {
    guard let tokenizer = try? tokenizer(bytes) else { return false }
    try check(tokenizer)
    return true
  }

  /// Encodes and decodes texts of all kinds.
  package static func check(_ tokenizer: Tokenizer) throws {
    for text in texts {
      let encoding = tokenizer.encode(text)
      try check(encoding, of: text, nil, tokenizer)
      if tokenizer.encode(text) != encoding { throw Fault.differs(text: text) }
      _ = tokenizer.decode(encoding.ids, skipSpecialTokens: true)
      _ = tokenizer.decode(encoding.ids, skipSpecialTokens: false)
      for id in encoding.ids.prefix(8) { _ = (tokenizer.display(id), tokenizer.token(of: id)) }
      let pair = tokenizer.encode(text, pair: texts[2], addSpecialTokens: text.isEmpty)
      try check(pair, of: text, texts[2], tokenizer)
    }
    let strange = [-1, Int32.max, Int32(tokenizer.vocabularySize)]
    _ = tokenizer.decode(strange + (0..<40), skipSpecialTokens: false)
  }

  private static func check(
    _ encoding: Encoding, of text: String, _ pair: String?, _ tokenizer: Tokenizer
  ) throws {
    guard encoding.ids.count == encoding.offsets.count else {
      throw Fault.count(ids: encoding.ids.count, offsets: encoding.offsets.count, text: text)
    }
    let size = tokenizer.vocabularySize
    for id in encoding.ids where id < 0 || id >= size {
      throw Fault.id(id, size: size, text: text)
    }
    var end = 0
    for part in encoding.parts {
      if part.tokens.lowerBound != end || part.tokens.isEmpty { throw Fault.parts(text: text) }
      end = part.tokens.upperBound
      let units = Array((part.source == .second ? pair ?? "" : text).utf8)
      for range in encoding.offsets[part.tokens] {
        let holds =
          part.source == .added
          ? range == 0..<0
          : range.upperBound <= units.count && isBoundary(units, range.lowerBound)
            && isBoundary(units, range.upperBound)
        if !holds { throw Fault.offset(range, text: text) }
      }
    }
    if end != encoding.ids.count { throw Fault.parts(text: text) }
  }

  private static func isBoundary(_ units: [UInt8], _ position: Int) -> Bool {
    position == units.count || units[position] & 0xC0 != 0x80
  }
}
