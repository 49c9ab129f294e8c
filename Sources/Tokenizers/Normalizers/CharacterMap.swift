import Foundation
import Patterns

/// SentencePiece's precompiled normalization: a double-array trie from characters to the places
/// of their replacements in a text of NUL-terminated strings.
///
/// The bytes are a 32-bit little-endian length, that many bytes of trie units, and the strings.
/// Nothing in them is trusted: whatever leads out of bounds is no entry.
struct CharacterMap: Sendable {
  /// A replacement's most bytes, so that a file can't blow a text up.
  static let replacementLimit = 1024
  /// Longer clusters are looked up character by character.
  private static let clusterLimit = 6

  /// Bytes of the longest replacement.
  let longest: Int
  private let units: [UInt32]
  private let strings: [UInt8]

  init(field: Field) throws(TokenizerError) {
    let encoded = try field.text()
    guard let data = Data(base64Encoded: Data(encoded)) else {
      throw .characterMap(field: field.path, fault: .notBase64)
    }
    let bytes = [UInt8](data)
    guard bytes.count >= 4 else {
      throw .characterMap(field: field.path, fault: .tooShort(length: bytes.count))
    }
    let size = Int(Self.unit(bytes, at: 0))
    guard size > 0, size % 4 == 0, size <= bytes.count - 4 else {
      throw .characterMap(field: field.path, fault: .trieSize(size, available: bytes.count - 4))
    }
    units = stride(from: 4, to: 4 + size, by: 4).map { Self.unit(bytes, at: $0) }
    strings = Array(bytes[(4 + size)...])
    guard String(validating: strings, as: UTF8.self) != nil else {
      throw .characterMap(field: field.path, fault: .invalidUTF8)
    }
    longest = strings.split(separator: 0).reduce(0) { max($0, $1.count) }
    if longest > Self.replacementLimit {
      throw .characterMap(
        field: field.path, fault: .replacementTooLong(limit: Self.replacementLimit))
    }
  }

  private static func unit(_ bytes: [UInt8], at offset: Int) -> UInt32 {
    (0..<4).reduce(0) { $0 | UInt32(bytes[offset + $1]) << UInt32(8 * $1) }
  }

  func apply(to text: AlignedText, in range: Range<Int>) -> AlignedText {
    text.rewritten { output in
      var position = range.lowerBound
      for cluster in String(decoding: text.bytes[range], as: UTF8.self) {
        let end = position + cluster.utf8.count
        if end - position < Self.clusterLimit,
          let replacement = replacement(of: text.bytes[position..<end])
        {
          write(replacement, for: position..<end, of: text, into: &output)
          position = end
        }
        while position < end {
          let next = position + UTF8Text.width(text.bytes[position])
          if let replacement = replacement(of: text.bytes[position..<next]) {
            write(replacement, for: position..<next, of: text, into: &output)
          } else {
            output.copy(position..<next)
          }
          position = next
        }
      }
    }
  }

  /// Character by character while both sides have one; the last old one stands for the rest.
  private func write(
    _ replacement: ArraySlice<UInt8>, for range: Range<Int>, of text: AlignedText,
    into output: inout AlignedText.Rewriter
  ) {
    var position = replacement.startIndex
    var old = range.lowerBound
    while position < replacement.endIndex {
      let end = min(position + UTF8Text.width(replacement[position]), replacement.endIndex)
      let oldEnd = old + UTF8Text.width(text.bytes[old])
      output.append(replacement[position..<end], for: old..<oldEnd)
      if oldEnd < range.upperBound { old = oldEnd }
      position = end
    }
  }

  /// What the shortest key that the text starts with becomes.
  private func replacement(of text: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    var node = Self.offset(units[0])
    for byte in text {
      if byte == 0 { return nil }
      node ^= Int(byte)
      guard node < units.count, Self.label(units[node]) == UInt32(byte) else { return nil }
      let unit = units[node]
      node ^= Self.offset(unit)
      if unit >> 8 & 1 != 0 {
        guard node < units.count else { return nil }
        let start = Int(units[node] & 0x7FFF_FFFF)
        guard start < strings.count, !UTF8Text.isContinuation(strings[start]) else { return nil }
        return strings[start...].prefix { $0 != 0 }
      }
    }
    return nil
  }

  private static func offset(_ unit: UInt32) -> Int {
    Int(unit >> 10) << Int((unit & 1 << 9) >> 6)
  }

  private static func label(_ unit: UInt32) -> UInt32 { unit & (1 << 31 | 0xFF) }
}
