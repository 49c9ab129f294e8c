/// The tokens `<0x00>` … `<0xFF>` that stand for single bytes where a character is unknown.
enum ByteFallback {
  private static let digits = Array("0123456789ABCDEF")

  static func token(_ byte: UInt8) -> String {
    "<0x\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])>"
  }

  static func byte(_ token: [UInt8]) -> UInt8? {
    guard token.count == 6, token.starts(with: "<0x".utf8), token[5] == UInt8(ascii: ">") else {
      return nil
    }
    return UInt8(String(decoding: token[3..<5], as: UTF8.self), radix: 16)
  }
}
