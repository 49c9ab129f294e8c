/// Values on their way between processes of one program, end to end as they lie in memory.
///
/// Decoded in the order in which they were encoded, and as the same types: a message always comes
/// from this program.
package struct Message {
  package private(set) var bytes: [UInt8]
  private var position = 0

  package init(_ bytes: [UInt8] = []) { self.bytes = bytes }

  /// Whether all of it has been taken.
  package var isEmpty: Bool { position == bytes.count }

  package mutating func encode<Element: BitwiseCopyable>(_ values: [Element]) {
    withUnsafeBytes(of: values.count) { bytes += $0 }
    values.withUnsafeBytes { bytes += $0 }
  }

  package mutating func decode<Element: BitwiseCopyable>() -> [Element] {
    let count = next(1, of: Int.self)[0]
    return next(count, of: Element.self)
  }

  package mutating func encode<Element: BitwiseCopyable>(_ value: Element) { encode([value]) }

  package mutating func decode<Element: BitwiseCopyable>() -> Element {
    let values: [Element] = decode()
    return values[0]
  }

  package mutating func encode(_ text: String) { encode(Array(text.utf8)) }

  package mutating func decode() -> String { String(decoding: decode() as [UInt8], as: UTF8.self) }

  private mutating func next<Element: BitwiseCopyable>(
    _ count: Int, of type: Element.Type
  ) -> [Element] {
    let size = count * MemoryLayout<Element>.stride
    precondition(
      count >= 0 && size <= bytes.count - position, "a message of \(bytes.count) bytes ends early")
    defer { position += size }
    return [Element](unsafeUninitializedCapacity: count) { buffer, filled in
      bytes.withUnsafeBytes {
        UnsafeMutableRawBufferPointer(buffer).copyMemory(
          from: UnsafeRawBufferPointer(rebasing: $0[position..<position + size]))
      }
      filled = count
    }
  }
}
