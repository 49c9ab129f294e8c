/// What a run is known by: the hex SHA-256 of its plan, 64 lower-case digits.
package struct RunKey: Hashable, Sendable {
  package let hex: String

  /// Nil for anything but 64 lower-case hex digits; a key names files, so nothing else may pass.
  package init?(_ hex: String) {
    guard hex.utf8.count == 64, hex.utf8.allSatisfy(Self.isDigit) else { return nil }
    self.hex = hex
  }

  /// What people see and type.
  package var short: String { String(hex.prefix(8)) }

  package static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
  }
}
