import Crypto
import Foundation
import JSON

/// Messages as ZeroMQ's frames: identities, a delimiter, a signature, and four JSON texts that it
/// signs. Buffers after them are accepted and not read: no message of this kernel has any.
package struct WireFormat {
  package enum Fault: Error, Equatable {
    case noDelimiter
    case tooFewFrames(Int)
    case signature
    /// The same signature came before: someone repeats what was recorded.
    case repeated
    case notJSON(frame: String)
    case header
  }

  private static let delimiter = Array("<IDS|MSG>".utf8)
  private static let mostIdentities = 16
  private static let parts = ["header", "parent header", "metadata", "content"]
  /// How many signatures are remembered, and how many are forgotten together.
  private static let remembered = 1 << 16

  private let key: SymmetricKey?
  private var seen: Set<[UInt8]> = []
  private var order: [[UInt8]] = []

  /// - Parameter key: signs nothing where it is empty.
  package init(key: [UInt8]) { self.key = key.isEmpty ? nil : SymmetricKey(data: key) }

  package mutating func message(_ frames: [[UInt8]]) throws(Fault) -> KernelMessage {
    guard let delimiter = frames.prefix(Self.mostIdentities + 1).firstIndex(of: Self.delimiter)
    else { throw .noDelimiter }
    let rest = frames[(delimiter + 1)...]
    guard rest.count > Self.parts.count else { throw .tooFewFrames(frames.count) }
    let signature = rest[rest.startIndex]
    let signed = rest.dropFirst().prefix(Self.parts.count)
    if let key {
      var code = HMAC<SHA256>(key: key)
      for part in signed { code.update(data: part) }
      // Compared in the same time wherever they differ.
      guard let given = Self.bytes(hex: signature),
        HMAC<SHA256>.isValid(Data(given), for: code.finalize())
      else { throw .signature }
      guard remember(signature) else { throw .repeated }
    }
    var values: [JSONValue] = []
    for (name, text) in zip(Self.parts, signed) {
      guard let value = try? JSONValue(parsing: text) else { throw .notJSON(frame: name) }
      values.append(value)
    }
    guard let header = MessageHeader(values[0]) else { throw .header }
    return KernelMessage(
      identities: Array(frames[..<delimiter]), header: header, parent: values[1],
      metadata: values[2], content: values[3])
  }

  package func frames(_ message: KernelMessage) -> [[UInt8]] {
    let signed = [message.header.value, message.parent, message.metadata, message.content].map {
      Array($0.compact.utf8)
    }
    return message.identities + [Self.delimiter, signature(signed)] + signed
  }

  private func signature(_ parts: [[UInt8]]) -> [UInt8] {
    guard let key else { return [] }
    var code = HMAC<SHA256>(key: key)
    for part in parts { code.update(data: part) }
    let digits = Array("0123456789abcdef".utf8)
    return code.finalize().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
  }

  /// False where it is known already.
  private mutating func remember(_ signature: [UInt8]) -> Bool {
    guard seen.insert(signature).inserted else { return false }
    order.append(signature)
    if order.count > Self.remembered {
      for old in order.prefix(Self.remembered / 2) { seen.remove(old) }
      order.removeFirst(Self.remembered / 2)
    }
    return true
  }

  private static func bytes(hex: [UInt8]) -> [UInt8]? {
    guard hex.count == 2 * SHA256.byteCount else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: hex.count, by: 2) {
      guard let high = digit(hex[index]), let low = digit(hex[index + 1]) else { return nil }
      bytes.append(high << 4 | low)
    }
    return bytes
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    default: nil
    }
  }
}

extension HMAC<SHA256> {
  fileprivate static func isValid(_ given: Data, for code: HMAC<SHA256>.MAC) -> Bool {
    code == given
  }
}
