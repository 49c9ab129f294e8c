import Patterns

/// Unigram (Kudo 2018): the division of a word whose tokens' log probabilities have the greatest
/// sum, found by Viterbi's algorithm over the word's bytes.
struct UnigramModel: Sendable {
  let vocabulary: Vocabulary
  private let scores: [Double]
  private let tree: ByteTrie
  /// -1 where the file names none: what is unknown then gives no token.
  private let unknown: Int32
  private let unknownScore: Double
  /// Ids of `<0x00>` … `<0xFF>`, -1 where the file has none; nil where it doesn't fall back.
  private let byteIDs: [Int32]?

  /// The best division that ends at each byte of a word.
  struct Lattice {
    fileprivate struct Node {
      var score = 0.0
      var start: Int32 = -1
      var id: Int32 = -1
    }

    fileprivate var nodes: [Node] = []
    fileprivate var pieces: [(id: Int32, start: Int32, end: Int32)] = []

    @inline(__always)
    fileprivate mutating func improve(_ end: Int, _ score: Double, from start: Int, _ id: Int32) {
      if nodes[end].start < 0 || score > nodes[end].score {
        nodes[end] = Node(score: score, start: Int32(start), id: id)
      }
    }
  }

  init(field: Field) throws(TokenizerError) {
    let list = try field.member("vocab")
    guard let elements = list.value.array else {
      throw .wrongType(field: list.path, expected: "a list")
    }
    if elements.isEmpty { throw .emptyVocabulary(field: list.path) }
    var vocabulary = Vocabulary(capacity: elements.count)
    var scores: [Double] = []
    scores.reserveCapacity(elements.count)
    for (index, element) in elements.enumerated() {
      let path = "\(list.path)[\(index)]"
      guard let pair = element.array, pair.count == 2, let token = pair[0].bytes,
        let score = pair[1].double, score.isFinite
      else { throw .wrongType(field: path, expected: "a token and its score") }
      if token.count > ByteTrie.keyLimit {
        throw .tokenTooLong(field: path, length: token.count, limit: ByteTrie.keyLimit)
      }
      if vocabulary.insert(token, id: try Vocabulary.checkedID(index, field: path)) != .done {
        throw .duplicateToken(field: path, token: String(decoding: token, as: UTF8.self))
      }
      scores.append(Self.scoreOfTheLibrary(score))
    }
    unknown =
      try field.optional("unk_id").map { (unk) throws(TokenizerError) in
        let id = try unk.id()
        guard vocabulary.contains(id) else {
          throw .unknownToken(field: unk.path, token: "id \(id)")
        }
        return id
      } ?? -1
    byteIDs =
      try field.flag("byte_fallback", default: false)
      ? (UInt8.min...UInt8.max).map {
        vocabulary.id(of: Array(ByteFallback.token($0).utf8)) ?? -1
      } : nil
    self.vocabulary = vocabulary
    self.scores = scores
    unknownScore = scores.min()! - 10
    tree = ByteTrie(vocabulary.entries)
  }

  /// The number that the `tokenizers` library reads where a file says `score`, up to a bit away.
  ///
  /// It divides all digits, rounded to a double, by a power of ten. Divisions of a word with equal
  /// sums differ in such bits, so exact numbers would now and then give other tokens.
  private static func scoreOfTheLibrary(_ score: Double) -> Double {
    let parts = score.magnitude.description.split(separator: "e")
    let decimals = parts[0].split(separator: ".")
    guard let digits = UInt64(decimals.joined()) else { return score }
    let exponent =
      (parts.count > 1 ? Int(parts[1])! : 0) - (decimals.count > 1 ? decimals[1].count : 0)
    guard exponent.magnitude <= 308, let power = Double("1e\(exponent.magnitude)") else {
      return score
    }
    let magnitude = exponent < 0 ? Double(digits) / power : Double(digits) * power
    return score < 0 ? -magnitude : magnitude
  }

  func encode(
    _ word: UnsafeBufferPointer<UInt8>, _ lattice: inout Lattice, into output: inout [Symbol]
  ) {
    fill(&lattice, word)
    lattice.pieces.removeAll(keepingCapacity: true)
    var end = Int32(word.count)
    while end > 0 {
      let node = lattice.nodes[Int(end)]
      // Neighbours that are unknown are one piece.
      if node.id == unknown, let next = lattice.pieces.last, next.id == unknown {
        lattice.pieces[lattice.pieces.count - 1].start = node.start
      } else {
        lattice.pieces.append((node.id, node.start, end))
      }
      end = node.start
    }
    for piece in lattice.pieces.reversed() {
      if piece.id == unknown {
        appendUnknown(word, piece.start, piece.end, &output)
      } else {
        output.append(Symbol(id: piece.id, end: piece.end))
      }
    }
  }

  private func fill(_ lattice: inout Lattice, _ word: UnsafeBufferPointer<UInt8>) {
    lattice.nodes.removeAll(keepingCapacity: true)
    lattice.nodes.append(contentsOf: repeatElement(Lattice.Node(), count: word.count + 1))
    var start = 0
    while start < word.count {
      let width = UTF8Text.width(word[start])
      let score = lattice.nodes[start].score
      var hasCharacter = false
      tree.forEachPrefix(of: word, from: start) { end, id in
        lattice.improve(end, scores[Int(id)] + score, from: start, id)
        if end == start + width { hasCharacter = true }
      }
      if !hasCharacter {
        lattice.improve(start + width, unknownScore + score, from: start, unknown)
      }
      start += width
    }
  }

  private func appendUnknown(
    _ word: UnsafeBufferPointer<UInt8>, _ start: Int32, _ end: Int32, _ output: inout [Symbol]
  ) {
    let bytes = UnsafeBufferPointer(rebasing: word[Int(start)..<Int(end)])
    if let id = vocabulary.id(of: UnsafeRawBufferPointer(bytes)) {
      output.append(Symbol(id: id, end: end))
    } else if let byteIDs, bytes.allSatisfy({ byteIDs[Int($0)] >= 0 }) {
      for (offset, byte) in bytes.enumerated() {
        output.append(Symbol(id: byteIDs[Int(byte)], end: start + Int32(offset) + 1))
      }
    } else if unknown >= 0 {
      output.append(Symbol(id: unknown, end: end))
    }
  }
}
