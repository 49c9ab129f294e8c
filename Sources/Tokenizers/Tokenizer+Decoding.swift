extension Tokenizer {
  /// The text of these ids; ids that no token has are passed over, bytes that are no UTF-8 become
  /// `�`.
  package func decode(_ ids: [Int32], skipSpecialTokens: Bool) -> String {
    String(decoding: decodedBytes(ids, skipSpecialTokens), as: UTF8.self)
  }

  /// A single token for the eye: its text, with control characters and stray bytes written out.
  package func display(_ id: Int32) -> String {
    guard let bytes = bytes(of: id) else { return "<\(id)>" }
    let raw =
      addedTokens.token(id) == nil
      ? model.isByteLevel || decoders?.contains(where: \.isByteLevel) == true
        ? ByteAlphabet.read(bytes) ?? bytes : ByteFallback.byte(bytes).map { [$0] } ?? bytes
      : bytes
    var result = ""
    var rest = raw[...]
    while let first = rest.first {
      var iterator = rest.makeIterator()
      var decoder = UTF8()
      if case .scalarValue(let scalar) = decoder.decode(&iterator) {
        result += Self.visible(scalar)
        rest = rest.dropFirst(UTF8.width(scalar))
      } else {
        result += "\\x" + (first < 16 ? "0" : "") + String(first, radix: 16)
        rest = rest.dropFirst()
      }
    }
    return result
  }

  private static func visible(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\n": return "\\n"
    case "\t": return "\\t"
    case "\r": return "\\r"
    default: break
    }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
      return "\\u{\(String(scalar.value, radix: 16))}"
    default: return String(Character(scalar))
    }
  }

  /// True where every token's bytes stand for themselves, whatever is beside it.
  private var decodesTokenByToken: Bool {
    decoders?.count == 1 && decoders?[0].isByteLevel == true
  }

  /// Bytes of the ids' text, not yet checked to be UTF-8 where the decoder is byte-level.
  func decodedBytes(_ ids: [Int32], _ skipSpecialTokens: Bool) -> [UInt8] {
    let pieces = ids.lazy.filter { !(skipSpecialTokens && self.isSpecial($0)) }
      .compactMap { self.addedTokens.token($0)?.form ?? self.bytes(of: $0) }
    if decodesTokenByToken {
      return pieces.reduce(into: []) { $0 += ByteAlphabet.read($1) ?? $1 }
    }
    guard let decoders else { return Array(pieces.joined(separator: [0x20])) }
    return Array(decoders.reduce(Array(pieces)) { $1.apply(to: $0) }.joined())
  }
}
