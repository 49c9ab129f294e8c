import Foundation

/// Writes a file so that a reader finds the old one or the new one, never a part; the folders that it
/// stands in are made where they lack.
package enum AtomicFile {
  package static func write(_ data: Data, to url: URL) throws {
    // What keeps a folder from being made keeps the file from being opened, and is told there.
    try? FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    let temporary = url.deletingLastPathComponent()
      .appendingPathComponent(".\(url.lastPathComponent).\(getpid()).tmp")
    func fault() -> CheckpointError {
      let reason = String(cString: strerror(errno))
      unlink(temporary.path)
      return .unwritable(file: url, reason: reason)
    }
    let descriptor = open(temporary.path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw fault() }
    var isWhole = true
    data.withUnsafeBytes { bytes in
      var done = 0
      while done < bytes.count {
        let written = Foundation.write(
          descriptor, bytes.baseAddress! + done, min(bytes.count - done, 1 << 30))
        if written < 0 && errno == EINTR { continue }
        if written <= 0 {
          isWhole = false
          return
        }
        done += written
      }
    }
    guard isWhole, fsync(descriptor) == 0 else {
      let error = fault()
      close(descriptor)
      throw error
    }
    close(descriptor)
    guard rename(temporary.path, url.path) == 0 else { throw fault() }
    sync(folder: url.deletingLastPathComponent())
  }

  /// Brings the names in a folder to the disk, so that what was renamed is there after a power cut too;
  /// file systems that can't do that for folders are left alone.
  package static func sync(folder: URL) {
    let descriptor = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }
}
