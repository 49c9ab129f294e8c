import Foundation

/// A lock on one blob of the cache, in the place and of the kind (`flock`) that Hugging Face's own
/// library uses: who has it alone writes the blob. The kernel lets it go when its holder dies.
final class DownloadLock {
  private let descriptor: Int32

  private init(_ descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// Nil when another process, or another part of this one, has it.
  static func take(_ file: URL) throws(HubError) -> DownloadLock? {
    try Folder.create(file.deletingLastPathComponent())
    while true {
      let descriptor = open(
        file.path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o664)
      guard descriptor >= 0 else { throw fault(file) }
      let lock = DownloadLock(descriptor)
      while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
        if errno == EINTR { continue }
        if errno == EWOULDBLOCK { return nil }
        throw fault(file)
      }
      // Who cleans the cache removes lock files too: then this one is a file that is gone.
      var here = stat()
      var there = stat()
      if fstat(descriptor, &here) == 0, stat(file.path, &there) == 0, here.st_ino == there.st_ino {
        return lock
      }
    }
  }

  private static func fault(_ file: URL) -> HubError {
    .unwritable(path: file.path, reason: String(cString: strerror(errno)))
  }
}
