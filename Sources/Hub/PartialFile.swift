import Files
import Foundation

/// A blob that isn't whole yet: `blobs/HASH.incomplete`, which outlives a broken download and is
/// continued by the next.
final class PartialFile {
  private let blob: URL
  private let file: HubServer.RemoteFile
  private let descriptor: Int32
  private var hash: BlobHash
  /// How many bytes are there, and hashed.
  private(set) var count = 0

  private var path: String { blob.path + ".incomplete" }

  /// Opens the file, or makes it; what an earlier download has left counts.
  init(_ file: HubServer.RemoteFile, blob: URL) throws {
    self.file = file
    self.blob = blob
    let path = blob.path + ".incomplete"
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o666)
    hash = BlobHash(like: file.hash, size: file.size)
    guard descriptor >= 0 else {
      throw HubError.unwritable(path: path, reason: SystemReason.text(errno))
    }
    try resume()
    try checkSpace()
  }

  deinit { close(descriptor) }

  var isComplete: Bool { count == file.size }

  private func resume() throws {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw HubError.unwritable(path: path, reason: "not a regular file")
    }
    guard status.st_size <= file.size else { return try restart() }
    try withUnsafeTemporaryAllocation(byteCount: 1 << 20, alignment: 16) { buffer in
      while true {
        let length = pread(descriptor, buffer.baseAddress!, buffer.count, off_t(count))
        if length < 0, errno == EINTR { continue }
        guard length >= 0 else { throw fault() }
        if length == 0 { return }
        hash.update(UnsafeRawBufferPointer(rebasing: buffer[..<length]))
        count += length
      }
    }
  }

  /// Forgets what is there.
  func restart() throws {
    guard ftruncate(descriptor, 0) == 0 else { throw fault() }
    count = 0
    hash = BlobHash(like: file.hash, size: file.size)
  }

  private func checkSpace() throws {
    var status = statvfs()
    guard fstatvfs(descriptor, &status) == 0 else { return }
    let (bytes, isTooMuch) = Int(clamping: status.f_bavail)
      .multipliedReportingOverflow(by: Int(clamping: status.f_frsize))
    let free = isTooMuch ? Int.max : bytes
    if file.size - count > free {
      throw HubError.diskFull(
        folder: blob.deletingLastPathComponent().path, needed: file.size - count, free: free)
    }
  }

  /// Adds bytes that begin at `start`, which is where the file ends or its beginning.
  ///
  /// Throws `badAnswer` when they are more than the header has promised.
  func append(_ bytes: UnsafeRawBufferPointer, at start: Int, of server: HubServer) throws {
    if start != count { try restart() }
    guard start == count, bytes.count <= file.size - count else {
      throw server.badAnswer(file.name, "more bytes than its header says")
    }
    var done = 0
    while done < bytes.count {
      let length = pwrite(
        descriptor, bytes.baseAddress! + done, bytes.count - done, off_t(count + done))
      if length < 0, errno == EINTR { continue }
      guard length > 0 else { throw fault() }
      done += length
    }
    hash.update(bytes)
    count += bytes.count
  }

  /// Makes the whole file the blob. Throws `wrongHash` where it isn't what its name says.
  func finish() throws {
    let found = hash.text
    guard found == file.hash else {
      throw HubError.wrongHash(file: file.name, expected: file.hash, found: found)
    }
    guard fsync(descriptor) == 0, rename(path, blob.path) == 0 else { throw fault() }
  }

  func remove() { unlink(path) }

  private func fault() -> HubError {
    if errno == ENOSPC || errno == EDQUOT {
      return .diskFull(
        folder: blob.deletingLastPathComponent().path, needed: file.size - count, free: 0)
    }
    return .unwritable(path: path, reason: SystemReason.text(errno))
  }
}
