import Diagnostics
import Foundation
import Script

/// Reads scripts from files and descriptors.
package enum ScriptFile {
  /// Nobody writes that much by hand; it is a model or a data file.
  private static let longest = 64 << 20

  /// - Parameter interrupt: what gives up a read that waits, from a named pipe for one.
  package static func read(
    _ name: String, _ interrupt: InterruptFlag
  ) throws(ScriptFileError) -> SourceFile {
    let descriptor = open(name, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw errno == ENOENT ? .missing(name) : .unreadable(name, code: errno)
    }
    defer { close(descriptor) }
    var status = stat()
    if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { throw .folder(name) }
    let path = URL(fileURLWithPath: name).standardizedFileURL.path
    return try decode(name, path: path, bytes(name, descriptor, interrupt))
  }

  /// - Parameter path: nil for text that isn't from a file.
  package static func decode(
    _ name: String, path: String?, _ bytes: [UInt8]
  ) throws(ScriptFileError) -> SourceFile {
    switch SourceFile.decode(name: name, path: path, bytes: bytes) {
    case .success(let file): return file
    case .failure(let diagnostic): throw .undecodable(diagnostic)
    }
  }

  /// All that can be read from a descriptor.
  package static func bytes(
    _ name: String, _ descriptor: Int32, _ interrupt: InterruptFlag
  ) throws(ScriptFileError) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Foundation.read(descriptor, &chunk, chunk.count)
      if count == 0 { return bytes }
      if count < 0 {
        if errno == EINTR, !interrupt.isRaised { continue }
        throw errno == EINTR ? .interrupted : .unreadable(name, code: errno)
      }
      bytes += chunk[..<count]
      guard bytes.count <= longest else { throw .tooLong(name) }
    }
  }
}
