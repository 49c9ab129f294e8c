import Foundation

/// Where the members of a zip archive lie in its file. torch stores them as they are; nothing is unpacked.
///
/// The file is untrusted: counts and offsets are checked against its length, and no two members may share bytes.
struct ZipDirectory {
  /// The bytes of each member, by name.
  let members: [String: Range<Int>]

  /// What is wrong with an archive.
  struct Fault: Error {
    let reason: String
  }

  static func isZip(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.count >= 4 && bytes.loadUnaligned(as: UInt32.self).littleEndian == 0x0403_4B50
  }

  init(_ bytes: UnsafeRawBufferPointer) throws(Fault) {
    let reader = Reader(bytes: bytes)
    var (offset, size, count) = try Self.directory(reader)
    guard size <= bytes.count, offset <= bytes.count - size, count <= size / 46 else {
      throw Fault(reason: "its directory leaves the file")
    }
    let end = offset + size
    var members: [String: Range<Int>] = [:]
    for _ in 0..<count {
      guard end - offset >= 46, try reader.u32(offset) == 0x0201_4B50 else {
        throw Fault(reason: "its directory is damaged")
      }
      let lengths = (
        name: try reader.u16(offset + 28), extra: try reader.u16(offset + 30),
        comment: try reader.u16(offset + 32)
      )
      let next = offset + 46 + lengths.name + lengths.extra + lengths.comment
      guard next <= end else { throw Fault(reason: "its directory is damaged") }
      let name = String(decoding: bytes[offset + 46..<offset + 46 + lengths.name], as: UTF8.self)
      guard try reader.u16(offset + 8) & 1 == 0, try reader.u16(offset + 10) == 0 else {
        throw Fault(reason: "`\(name)` is compressed or encrypted, which torch never does")
      }
      let range = try Self.data(reader, entry: offset, lengths.name, lengths.extra, name)
      guard members.updateValue(range, forKey: name) == nil else {
        throw Fault(reason: "`\(name)` appears twice")
      }
      offset = next
    }
    let sorted = members.filter { !$0.value.isEmpty }
      .sorted { $0.value.lowerBound < $1.value.lowerBound }
    for (one, next) in zip(sorted, sorted.dropFirst())
    where one.value.upperBound > next.value.lowerBound {
      throw Fault(reason: "`\(next.key)` and `\(one.key)` overlap")
    }
    self.members = members
  }

  /// Where the directory lies and how many members it has, from the record at the end of the file.
  private static func directory(
    _ reader: Reader
  ) throws(Fault) -> (offset: Int, size: Int, count: Int) {
    let length = reader.bytes.count
    guard length >= 22 else { throw Fault(reason: "the archive is cut short") }
    // A comment of at most 65,535 bytes may follow the record.
    var end = length - 22
    while try reader.u32(end) != 0x0605_4B50 {
      guard end > 0, length - end < 22 + 65_535 else {
        throw Fault(reason: "the archive has no directory: it is cut short")
      }
      end -= 1
    }
    if end >= 20, try reader.u32(end - 20) == 0x0706_4B50 {
      let wide = try reader.u64(end - 12)
      guard try reader.u32(wide) == 0x0606_4B50 else {
        throw Fault(reason: "its directory is damaged")
      }
      return (try reader.u64(wide + 48), try reader.u64(wide + 40), try reader.u64(wide + 32))
    }
    return (try reader.u32(end + 16), try reader.u32(end + 12), try reader.u16(end + 10))
  }

  /// The bytes of a member, after its own header.
  private static func data(
    _ reader: Reader, entry: Int, _ nameLength: Int, _ extraLength: Int, _ name: String
  ) throws(Fault) -> Range<Int> {
    var packed = try reader.u32(entry + 20)
    var size = try reader.u32(entry + 24)
    var header = try reader.u32(entry + 42)
    // Fields that are full have their value in an extra record, in this order.
    var extra = entry + 46 + nameLength
    let end = extra + extraLength
    while end - extra >= 4 {
      let (kind, length) = (try reader.u16(extra), try reader.u16(extra + 2))
      var offset = extra + 4
      guard length <= end - offset else { throw Fault(reason: "its directory is damaged") }
      let limit = offset + length
      if kind == 1 {
        func wide(_ value: Int) throws(Fault) -> Int {
          guard value == 0xFFFF_FFFF, limit - offset >= 8 else { return value }
          offset += 8
          return try reader.u64(offset - 8)
        }
        size = try wide(size)
        packed = try wide(packed)
        header = try wide(header)
      }
      extra = limit
    }
    guard size == packed, header <= reader.bytes.count, try reader.u32(header) == 0x0403_4B50
    else { throw Fault(reason: "`\(name)` is not where the directory says") }
    let start = header + 30 + (try reader.u16(header + 26)) + (try reader.u16(header + 28))
    guard start <= reader.bytes.count, size <= reader.bytes.count - start else {
      throw Fault(reason: "`\(name)` is cut short")
    }
    return start..<start + size
  }

  /// Little-endian numbers at checked offsets.
  private struct Reader {
    let bytes: UnsafeRawBufferPointer

    func u16(_ offset: Int) throws(Fault) -> Int {
      Int(UInt16(littleEndian: try load(offset)))
    }

    func u32(_ offset: Int) throws(Fault) -> Int {
      Int(UInt32(littleEndian: try load(offset)))
    }

    func u64(_ offset: Int) throws(Fault) -> Int {
      guard let value = Int(exactly: UInt64(littleEndian: try load(offset))), value < 1 << 48
      else { throw Fault(reason: "its directory is damaged") }
      return value
    }

    private func load<Number: FixedWidthInteger>(_ offset: Int) throws(Fault) -> Number {
      guard offset >= 0, offset <= bytes.count - MemoryLayout<Number>.size else {
        throw Fault(reason: "its directory leaves the file")
      }
      return bytes.loadUnaligned(fromByteOffset: offset, as: Number.self)
    }
  }
}
