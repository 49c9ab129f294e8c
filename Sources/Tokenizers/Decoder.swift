/// One step from tokens back to text; it maps the list of pieces to another.
enum Decoder: Sendable {
  case byteLevel
  case byteFallback
  case fuse
  case replace(Pattern, by: [UInt8])
  case strip(scalar: [UInt8], start: Int, end: Int)

  /// The steps of a file's decoder, one after another.
  static func steps(field: Field) throws(TokenizerError) -> [Decoder] {
    let type = try field.member("type").string()
    switch type {
    case "Sequence":
      var steps: [Decoder] = []
      for part in try field.member("decoders").elements() { steps += try Self.steps(field: part) }
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
      let content = try field.member("content")
      guard try content.string().unicodeScalars.count == 1 else {
        throw .wrongType(field: content.path, expected: "one character")
      }
      return [
        .strip(
          scalar: try content.text(), start: try field.member("start").integer(),
          end: try field.member("stop").integer())
      ]
    default:
      throw .unsupported(
        field: field.child("type"), found: "decoder \(type)",
        supported: ["ByteLevel", "ByteFallback", "Fuse", "Replace", "Strip", "Sequence"])
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
      return pieces.map { piece in
        var result: [UInt8] = []
        var copied = 0
        for match in pattern.matches(in: piece, 0..<piece.count) {
          result += piece[copied..<match.lowerBound]
          result += content
          copied = match.upperBound
        }
        return result + piece[copied...]
      }
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
    }
  }

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
