import CZlib

/// Inflates gzip files: all members one after the other, as `gzip -d` does.
enum Gzip {
  /// The most bytes that a file may expand to: a small file can hold terabytes of zeros.
  static let expandedLimit = 512 << 20

  /// The first bytes of every member.
  static func isGzip(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    bytes.starts(with: [0x1F, 0x8B])
  }

  static func inflated(
    _ bytes: UnsafeBufferPointer<UInt8>, limit: Int = expandedLimit
  ) throws(DataFault) -> [UInt8] {
    guard isGzip(bytes) else { throw DataFault(.gzip(.notGzip), at: nil) }
    // zlib keeps the stream's address.
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    stream.initialize(to: z_stream())
    defer {
      inflateEnd(stream)
      stream.deallocate()
    }
    guard czlib_begin_gzip(stream) == Z_OK else { throw DataFault(.gzip(.noMemory), at: nil) }
    var inflated: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 18)
    var position = 0
    while true {
      let given = min(bytes.count - position, 1 << 30)
      stream.pointee.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress! + position)
      stream.pointee.avail_in = UInt32(given)
      let (status, count) = chunk.withUnsafeMutableBufferPointer { chunk in
        stream.pointee.next_out = chunk.baseAddress
        stream.pointee.avail_out = UInt32(chunk.count)
        let status = inflate(stream, Z_NO_FLUSH)
        return (status, chunk.count - Int(stream.pointee.avail_out))
      }
      position += given - Int(stream.pointee.avail_in)
      guard inflated.count + count <= limit else {
        throw DataFault(.gzip(.tooLarge(limit: limit)), at: nil)
      }
      inflated += chunk[..<count]
      switch status {
      case Z_OK: continue
      case Z_STREAM_END:
        let rest = UnsafeBufferPointer(rebasing: bytes[position...])
        // Tapes and some tools fill the last block with zeros.
        if rest.allSatisfy({ $0 == 0 }) { return inflated }
        guard isGzip(rest), inflateReset(stream) == Z_OK else {
          throw DataFault(.gzip(.corrupt), at: nil)
        }
      case Z_BUF_ERROR: throw DataFault(.gzip(.endsEarly), at: nil)
      case Z_MEM_ERROR: throw DataFault(.gzip(.noMemory), at: nil)
      default: throw DataFault(.gzip(.corrupt), at: nil)
      }
    }
  }
}
