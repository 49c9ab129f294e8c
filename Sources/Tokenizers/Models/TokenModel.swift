/// The model of a tokenizer file: what cuts one word into tokens.
enum TokenModel: Sendable {
  case bytePair(BytePairModel)
  case wordPiece(WordPieceModel)
  case wordLevel(WordLevelModel)
  case unigram(UnigramModel)

  /// What encoding needs between words; kept so that it allocates nothing.
  struct Scratch {
    var symbols: [Symbol] = []
    fileprivate var cache = WordCache()
    fileprivate var merging = BytePairModel.Scratch()
    fileprivate var lattice = UnigramModel.Lattice()
  }

  init(field: Field, isByteLevel: Bool) throws(TokenizerError) {
    let type = try field.optional("type")?.string() ?? "BPE"
    switch type {
    case "BPE": self = .bytePair(try BytePairModel(field: field, isByteLevel: isByteLevel))
    case "WordPiece", "WordLevel", "Unigram":
      if isByteLevel {
        throw .unsupported(
          field: field.child("type"), found: "model type \(type) after the pre-tokenizer ByteLevel",
          supported: ["BPE"])
      }
      switch type {
      case "WordPiece": self = .wordPiece(try WordPieceModel(field: field))
      case "WordLevel": self = .wordLevel(try WordLevelModel(field: field))
      default: self = .unigram(try UnigramModel(field: field))
      }
    default:
      throw .unsupported(
        field: field.child("type"), found: "model type \(type)",
        supported: ["BPE", "WordPiece", "WordLevel", "Unigram"])
    }
  }

  var vocabulary: Vocabulary {
    switch self {
    case .bytePair(let model): model.vocabulary
    case .wordPiece(let model): model.vocabulary
    case .wordLevel(let model): model.vocabulary
    case .unigram(let model): model.vocabulary
    }
  }

  /// Whether tokens are written in `ByteAlphabet`.
  var isByteLevel: Bool {
    if case .bytePair(let model) = self { model.isByteLevel } else { false }
  }

  /// Appends the tokens of one word to `scratch.symbols`, their ends counted from its start.
  func encode(_ word: UnsafeBufferPointer<UInt8>, _ scratch: inout Scratch) {
    if word.isEmpty { return }
    // One look-up, as the cache's own is.
    if case .wordLevel(let model) = self { return model.encode(word, into: &scratch.symbols) }
    let hash = WordCache.hash(word)
    if scratch.cache.look(up: word, hash: hash, into: &scratch.symbols) { return }
    let first = scratch.symbols.count
    switch self {
    case .bytePair(let model): model.encode(word, &scratch.merging, into: &scratch.symbols)
    case .wordPiece(let model): model.encode(word, into: &scratch.symbols)
    case .wordLevel(let model): model.encode(word, into: &scratch.symbols)
    case .unigram(let model): model.encode(word, &scratch.lattice, into: &scratch.symbols)
    }
    scratch.cache.insert(word, hash: hash, symbols: scratch.symbols[first...])
  }
}
