import Foundation

/// Writes a file so that a reader finds the old one or the new one, never a part: to a temporary name
/// beside it, synced, then renamed. Missing folders above it are made.
package enum AtomicFile {
  package static func write(_ data: Data, to url: URL) throws(FileError) {
    let folder = url.deletingLastPathComponent()
    // A folder that can't be made shows when the file in it is opened, which gives the better message.
    try? Folder.create(folder)
    let temporary = folder.appendingPathComponent(".\(url.lastPathComponent).\(getpid()).tmp")
    let descriptor = open(temporary.path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .unwritable(url, errno: errno) }
    var code = writeAll(data, to: descriptor)
    if code == 0, fsync(descriptor) != 0 { code = errno }
    close(descriptor)
    if code == 0, rename(temporary.path, url.path) != 0 { code = errno }
    guard code == 0 else {
      unlink(temporary.path)
      throw .unwritable(url, errno: code)
    }
    Folder.sync(folder)
  }

  /// → 0, or `errno`.
  private static func writeAll(_ data: Data, to descriptor: Int32) -> Int32 {
    data.withUnsafeBytes { bytes in
      var done = 0
      while done < bytes.count {
        let written = Foundation.write(
          descriptor, bytes.baseAddress! + done, min(bytes.count - done, 1 << 30))
        if written < 0 && errno == EINTR { continue }
        if written <= 0 { return written == 0 ? EIO : errno }
        done += written
      }
      return 0
    }
  }
}
