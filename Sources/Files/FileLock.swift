import Foundation

/// A lock that one holder at a time has on a file, and that the kernel lets go when its process dies.
///
/// Both kinds also keep two holders in one process apart.
package final class FileLock {
  package enum Kind {
    /// Of the open file description (`fcntl`): `isHeld` can look at it without taking it.
    case description
    /// The kind (`flock`) that Hugging Face's own library takes on the blobs of its cache.
    case whole
  }

  private let descriptor: Int32
  private let file: URL

  // Linux's numbers; Glibc's headers show them to GNU sources only.
  private static let getLock: Int32 = 36
  fileprivate static let setLock: Int32 = 37
  fileprivate static let setLockAndWait: Int32 = 38

  private init(_ descriptor: Int32, _ file: URL) {
    self.descriptor = descriptor
    self.file = file
  }

  deinit { close(descriptor) }

  /// Nil when it is held elsewhere.
  package static func take(
    _ file: URL, _ kind: Kind = .description
  ) throws(FileError) -> FileLock? {
    try take(file, kind, waits: false)
  }

  /// Waits until the lock is free.
  package static func wait(
    for file: URL, _ kind: Kind = .description
  ) throws(FileError) -> FileLock {
    guard let lock = try take(file, kind, waits: true) else {
      preconditionFailure("waiting ends with the lock")
    }
    return lock
  }

  private static func take(
    _ file: URL, _ kind: Kind, waits: Bool
  ) throws(FileError) -> FileLock? {
    while true {
      let descriptor = open(
        file.path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o664)
      guard descriptor >= 0 else { throw .unwritable(file, errno: errno) }
      let lock = FileLock(descriptor, file)
      while !kind.acquire(descriptor, waits: waits) {
        if errno == EINTR { continue }
        if !waits, errno == EAGAIN || errno == EACCES { return nil }
        throw .unwritable(file, errno: errno)
      }
      // Cleaning up removes lock files too: then this one is on a file that is gone.
      var here = stat()
      var there = stat()
      if fstat(descriptor, &here) == 0, stat(file.path, &there) == 0, here.st_ino == there.st_ino {
        return lock
      }
    }
  }

  /// Whether the lock, of kind `.description`, is held, without taking it.
  package static func isHeld(_ file: URL) -> Bool {
    let descriptor = open(file.path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var request = Kind.wholeFile
    return fcntl(descriptor, getLock, &request) == 0 && request.l_type != Int16(F_UNLCK)
  }

  /// The process that wrote itself into the file.
  package static func holder(of file: URL) -> Int? {
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return nil }
    return Int(text.trimmingCharacters(in: .whitespacesAndNewlines))
  }

  package func writeHolder() {
    let text = Array("\(getpid())\n".utf8)
    ftruncate(descriptor, 0)
    pwrite(descriptor, text, text.count, 0)
  }

  package func removeFile() { unlink(file.path) }
}

extension FileLock.Kind {
  fileprivate static var wholeFile: flock {
    flock(l_type: Int16(F_WRLCK), l_whence: Int16(SEEK_SET), l_start: 0, l_len: 0, l_pid: 0)
  }

  /// Whether the lock was taken; else `errno` says why not.
  fileprivate func acquire(_ descriptor: Int32, waits: Bool) -> Bool {
    switch self {
    case .description:
      var request = Self.wholeFile
      return fcntl(
        descriptor, waits ? FileLock.setLockAndWait : FileLock.setLock, &request) == 0
    case .whole:
      return flock(descriptor, waits ? LOCK_EX : LOCK_EX | LOCK_NB) == 0
    }
  }
}
