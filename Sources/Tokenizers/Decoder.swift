/// One step from tokens back to text; it maps the list of pieces to another.
enum Decoder: Sendable {
  case byteLevel
  case byteFallback
  case fuse
  case replace(Pattern, by: [UInt8])
  case strip(scalar: [UInt8], start: Int, end: Int)
  case metaspace(Metaspace)
  case wordPiece(prefix: [UInt8], cleansUp: Bool)
  case endSuffix([UInt8])
  /// Drops repetitions and the pad token; the delimiter, where given, becomes a space.
  case connectionist(pad: [UInt8], delimiter: [UInt8]?)

  var isByteLevel: Bool { if case .byteLevel = self { true } else { false } }

  private static let growthLimit = 100_000

  /// The steps of a file's decoder, one after another.
  static func steps(field: Field) throws(TokenizerError) -> [Decoder] {
    let steps = try uncheckedSteps(field: field)
    var growth = 1
    for case .replace(_, let content) in steps {
      let (product, overflows) = growth.multipliedReportingOverflow(by: max(content.count, 1))
      if overflows || product > growthLimit {
        throw .growth(field: field.path, limit: growthLimit)
      }
      growth = product
    }
    return steps
  }

  private static func uncheckedSteps(field: Field) throws(TokenizerError) -> [Decoder] {
    let type = try field.member("type").string()
    switch type {
    case "Sequence":
      var steps: [Decoder] = []
      for part in try field.member("decoders").elements() {
        steps += try uncheckedSteps(field: part)
      }
      return steps
    case "ByteLevel": return [.byteLevel]
    case "ByteFallback": return [.byteFallback]
    case "Fuse": return [.fuse]
    case "Replace":
      return [
        .replace(
          try Pattern(field: try field.member("pattern")), by: try field.member("content").text())
      ]
    case "Strip":
      return [
        .strip(
          scalar: try field.member("content").character(),
          start: try field.member("start").integer(),
          end: try field.member("stop").integer())
      ]
    case "Metaspace": return [.metaspace(try Metaspace(field: field))]
    case "WordPiece":
      return [
        .wordPiece(
          prefix: try field.optional("prefix")?.text() ?? Array("##".utf8),
          cleansUp: try field.flag("cleanup", default: true))
      ]
    case "BPEDecoder":
      return [.endSuffix(try field.optional("suffix")?.text() ?? Array("</w>".utf8))]
    case "CTC":
      let delimiter = try field.optional("word_delimiter_token")?.text() ?? [UInt8(ascii: "|")]
      return [
        .connectionist(
          pad: try field.optional("pad_token")?.text() ?? Array("<pad>".utf8),
          delimiter: try field.flag("cleanup", default: true) ? delimiter : nil)
      ]
    default:
      throw .unsupported(
        field: field.child("type"), found: "decoder \(type)",
        supported: [
          "ByteLevel", "ByteFallback", "Fuse", "Replace", "Strip", "Metaspace", "WordPiece",
          "BPEDecoder", "CTC", "Sequence",
        ])
    }
  }

  func apply(to pieces: [[UInt8]]) -> [[UInt8]] {
    switch self {
    case .byteLevel:
      let bytes = pieces.flatMap { ByteAlphabet.read($0) ?? $0 }
      return [Array(String(decoding: bytes, as: UTF8.self).utf8)]
    case .byteFallback: return Self.joinBytes(pieces)
    case .fuse: return [Array(pieces.joined())]
    case .replace(let pattern, let content):
      return pieces.map { Self.replacing(pattern, with: content, in: $0) }
    case .strip(let scalar, let start, let end):
      return pieces.map { piece in
        var rest = piece[...]
        for _ in 0..<max(start, 0) where rest.starts(with: scalar) {
          rest.removeFirst(scalar.count)
        }
        for _ in 0..<max(end, 0) where rest.suffix(scalar.count).elementsEqual(scalar) {
          rest.removeLast(scalar.count)
        }
        return Array(rest)
      }
    case .metaspace(let metaspace):
      let pattern = Pattern.literal(metaspace.replacement)
      return pieces.enumerated().map { index, piece in
        let space: [UInt8] = index == 0 && metaspace.prepending != .never ? [] : [0x20]
        return Self.replacing(pattern, with: space, in: piece)
      }
    case .wordPiece(let prefix, let cleansUp):
      return pieces.enumerated().map { index, piece in
        var piece = piece
        if index > 0 {
          piece = piece.starts(with: prefix) ? Array(piece.dropFirst(prefix.count)) : [0x20] + piece
        }
        return cleansUp ? Self.cleanedUp(piece) : piece
      }
    case .endSuffix(let suffix):
      return pieces.enumerated().map { index, piece in
        Self.replacing(
          .literal(suffix), with: index == pieces.count - 1 ? [] : [0x20], in: piece)
      }
    case .connectionist(let pad, let delimiter):
      var result: [[UInt8]] = []
      for (index, piece) in pieces.enumerated() where index == 0 || pieces[index - 1] != piece {
        var piece = Self.replacing(.literal(pad), with: [], in: piece)
        if let delimiter {
          piece = Self.replacing(.literal(delimiter), with: [0x20], in: Self.cleanedUp(piece))
        }
        if !piece.isEmpty { result.append(piece) }
      }
      return result
    }
  }

  private static func replacing(
    _ pattern: Pattern, with content: [UInt8], in piece: [UInt8]
  ) -> [UInt8] {
    var result: [UInt8] = []
    var copied = 0
    for match in pattern.matches(in: piece, 0..<piece.count) {
      result += piece[copied..<match.lowerBound]
      result += content
      copied = match.upperBound
    }
    return result + piece[copied...]
  }

  /// English as people space it.
  private static func cleanedUp(_ piece: [UInt8]) -> [UInt8] {
    guard piece.contains(0x20) else { return piece }
    return spacings.reduce(piece) { replacing($1.0, with: $1.1, in: $0) }
  }

  private static let spacings: [(Pattern, [UInt8])] = [
    (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"),
    (" 'm", "'m"), (" do not", " don't"), (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"),
  ].map { (.literal(Array($0.0.utf8)), Array($0.1.utf8)) }

  /// Runs of `<0x…>` become the text their bytes are; bytes that are none, one `�` each.
  private static func joinBytes(_ pieces: [[UInt8]]) -> [[UInt8]] {
    var result: [[UInt8]] = []
    var run: [UInt8] = []
    func flush() {
      if run.isEmpty { return }
      if String(validating: run, as: UTF8.self) != nil {
        result.append(run)
      } else {
        result += run.map { _ in Array("\u{FFFD}".utf8) }
      }
      run.removeAll()
    }
    for piece in pieces {
      if let byte = ByteFallback.byte(piece) {
        run.append(byte)
      } else {
        flush()
        result.append(piece)
      }
    }
    flush()
    return result
  }
}
