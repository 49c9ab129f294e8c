/// GPT-2's one-to-one writing of the 256 bytes as printable characters: `Ġ` is the space.
///
/// Printable Latin-1 bytes stand for themselves; the others follow from U+0100 on.
enum ByteAlphabet {
  static let scalars: [Unicode.Scalar] = {
    var next: UInt32 = 0x100
    return (UInt32(0)..<256).map { byte in
      switch byte {
      case 0x21...0x7E, 0xA1...0xAC, 0xAE...0xFF: return Unicode.Scalar(byte)!
      default:
        defer { next += 1 }
        return Unicode.Scalar(next)!
      }
    }
  }()

  /// The byte a character stands for, by code point; -1 where it stands for none.
  private static let bytes: [Int16] = {
    var table = [Int16](repeating: -1, count: 0x144)
    for (byte, scalar) in scalars.enumerated() { table[Int(scalar.value)] = Int16(byte) }
    return table
  }()

  /// UTF-8 of the characters that stand for these bytes.
  static func write(_ raw: some Sequence<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    for byte in raw { result.append(contentsOf: UTF8.encode(scalars[Int(byte)])!) }
    return result
  }

  /// The bytes that a token stands for, nil if one of its characters is not of the alphabet.
  static func read(_ token: some Sequence<UInt8>) -> [UInt8]? {
    var result: [UInt8] = []
    var lead: UInt32 = 0
    for unit in token {
      // Every character of the alphabet has one or two UTF-8 units.
      switch unit {
      case 0..<0x80 where lead == 0: lead = UInt32(unit)
      case 0xC2..<0xC6 where lead == 0:
        lead = UInt32(unit & 0x1F) << 6 | 0x8000_0000
        continue
      case 0x80..<0xC0 where lead & 0x8000_0000 != 0: lead = lead & 0x7FF | UInt32(unit & 0x3F)
      default: return nil
      }
      guard Int(lead) < bytes.count, bytes[Int(lead)] >= 0 else { return nil }
      result.append(UInt8(bytes[Int(lead)]))
      lead = 0
    }
    return lead == 0 ? result : nil
  }
}
