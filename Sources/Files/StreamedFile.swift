import Foundation

/// Reads a file of any kind to its end: a regular one, a pipe, `/dev/stdin`, `<(…)`.
package enum StreamedFile {
  /// - Parameters:
  ///   - limit: the most bytes that are taken.
  ///   - isInterrupted: gives up a pipe that nobody writes into.
  package static func bytes(
    of url: URL, limit: Int, isInterrupted: () -> Bool
  ) throws(FileError) -> [UInt8] {
    var descriptor: Int32
    if let own = AtomicFile.descriptor(of: url) {
      descriptor = fcntl(own, F_DUPFD_CLOEXEC, 0)
    } else {
      repeat {
        descriptor = open(url.path, O_RDONLY | O_CLOEXEC)
      } while descriptor < 0 && errno == EINTR && !isInterrupted()
    }
    guard descriptor >= 0 else {
      throw errno == EINTR ? .interrupted(file: url) : .unreadable(url, errno: errno)
    }
    defer { close(descriptor) }
    return try bytes(from: descriptor, of: url, limit: limit, isInterrupted: isInterrupted)
  }

  /// All that can be read from an open descriptor.
  package static func bytes(
    from descriptor: Int32, of url: URL, limit: Int, isInterrupted: () -> Bool
  ) throws(FileError) -> [UInt8] {
    var bytes: [UInt8] = []
    var status = stat()
    if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG {
      guard status.st_size <= limit else { throw .tooLarge(file: url, limit: limit) }
      bytes.reserveCapacity(Int(status.st_size))
    }
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &chunk, chunk.count)
      if count == 0 { return bytes }
      if count < 0 {
        if errno == EINTR, !isInterrupted() { continue }
        throw errno == EINTR ? .interrupted(file: url) : .unreadable(url, errno: errno)
      }
      bytes += chunk[..<count]
      guard bytes.count <= limit else { throw .tooLarge(file: url, limit: limit) }
    }
  }

  /// Whether a path names a descriptor of this process, or something other than a regular file or a
  /// folder: it is read once and to its end.
  package static func isStream(_ url: URL) -> Bool {
    if AtomicFile.descriptor(of: url) != nil { return true }
    var status = stat()
    guard stat(url.path, &status) == 0 else { return false }
    return ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT)
  }
}
