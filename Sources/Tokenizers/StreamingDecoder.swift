/// Decodes ids as they are generated and gives out text only once its characters are complete.
///
/// All that `append` and `finish` return, joined, is what `decode` gives for all the ids.
package struct StreamingDecoder {
  private let tokenizer: Tokenizer
  private let skipsSpecialTokens: Bool
  /// Bytes of a character whose end has not come yet.
  private var pending: [UInt8] = []
  /// Where tokens change one another's text: everything so far, decoded anew each time.
  private var ids: [Int32] = []
  private var emitted = 0

  package init(_ tokenizer: Tokenizer, skipSpecialTokens: Bool) {
    self.tokenizer = tokenizer
    skipsSpecialTokens = skipSpecialTokens
  }

  package mutating func append(_ id: Int32) -> String {
    if tokenizer.decodesTokenByToken {
      pending += tokenizer.decodedBytes([id], skipsSpecialTokens)
      let complete = pending.count - Self.incompleteTail(pending)
      defer { pending.removeFirst(complete) }
      return String(decoding: pending[..<complete], as: UTF8.self)
    }
    ids.append(id)
    let bytes = tokenizer.decodedBytes(ids, skipsSpecialTokens)
    // A run of byte tokens is text or `�` as a whole: wait for its end.
    let isByte = tokenizer.bytes(of: id).flatMap(ByteFallback.byte) != nil
    if bytes.count <= emitted || isByte { return "" }
    defer { emitted = bytes.count }
    return String(decoding: bytes[emitted...], as: UTF8.self)
  }

  /// What is left when generation ends, half characters as `�`.
  package mutating func finish() -> String {
    if tokenizer.decodesTokenByToken {
      defer { pending.removeAll() }
      return String(decoding: pending, as: UTF8.self)
    }
    let bytes = tokenizer.decodedBytes(ids, skipsSpecialTokens)
    defer { emitted = bytes.count }
    return String(decoding: bytes.dropFirst(emitted), as: UTF8.self)
  }

  /// How many of the last bytes begin a character that more bytes could complete.
  private static func incompleteTail(_ bytes: [UInt8]) -> Int {
    for length in 1...3 where length <= bytes.count {
      let unit = bytes[bytes.count - length]
      if UTF8Text.isContinuation(unit) { continue }
      guard unit >= 0xC2, unit <= 0xF4, UTF8Text.width(unit) > length else { return 0 }
      return couldComplete(bytes.suffix(length)) ? length : 0
    }
    return 0
  }

  /// Some lead bytes allow only part of the second byte's range: `E0 80` can become nothing.
  private static func couldComplete(_ tail: ArraySlice<UInt8>) -> Bool {
    guard tail.count > 1 else { return true }
    let second = tail[tail.startIndex + 1]
    return switch tail[tail.startIndex] {
    case 0xE0: second >= 0xA0
    case 0xED: second < 0xA0
    case 0xF0: second >= 0x90
    case 0xF4: second < 0x90
    default: true
    }
  }
}
