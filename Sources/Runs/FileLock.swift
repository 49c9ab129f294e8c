import Foundation

/// A lock that one process at a time holds on a file, and that the kernel lets go when it dies.
///
/// Open file description locks also keep two holders in one process apart.
final class FileLock {
  private let descriptor: Int32
  private let path: String

  // Linux's numbers; Glibc's headers show them to GNU sources only.
  private static let getLock: Int32 = 36
  private static let setLock: Int32 = 37
  private static let setLockAndWait: Int32 = 38

  private init(descriptor: Int32, path: String) {
    self.descriptor = descriptor
    self.path = path
  }

  deinit { close(descriptor) }

  /// Nil when somebody else holds the lock.
  static func take(_ path: String) throws -> FileLock? { try take(path, waits: false) }

  /// Waits until the lock is free.
  static func wait(for path: String) throws -> FileLock { try take(path, waits: true)! }

  private static func take(_ path: String, waits: Bool) throws -> FileLock? {
    while true {
      let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
      guard descriptor >= 0 else { throw fault(path) }
      let lock = FileLock(descriptor: descriptor, path: path)
      var request = wholeFile
      while fcntl(descriptor, waits ? setLockAndWait : setLock, &request) != 0 {
        if errno == EINTR { continue }
        if !waits, errno == EAGAIN || errno == EACCES { return nil }
        throw fault(path)
      }
      // Who removes a run removes its lock file too: then this lock is on a file that is gone.
      var here = stat()
      var there = stat()
      if fstat(descriptor, &here) == 0, stat(path, &there) == 0, here.st_ino == there.st_ino {
        return lock
      }
    }
  }

  /// Whether anybody holds the lock, without taking it.
  static func isHeld(_ path: String) -> Bool {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var request = wholeFile
    return fcntl(descriptor, getLock, &request) == 0 && request.l_type != Int16(F_UNLCK)
  }

  /// The process that wrote itself into the file.
  static func holder(of path: String) -> Int? {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
    return Int(text.trimmingCharacters(in: .whitespacesAndNewlines))
  }

  func writeHolder() {
    let text = Array("\(getpid())\n".utf8)
    ftruncate(descriptor, 0)
    pwrite(descriptor, text, text.count, 0)
  }

  func removeFile() { unlink(path) }

  private static var wholeFile: flock {
    flock(l_type: Int16(F_WRLCK), l_whence: Int16(SEEK_SET), l_start: 0, l_len: 0, l_pid: 0)
  }

  private static func fault(_ path: String) -> RunStoreError {
    errno == ENOSPC
      ? .diskFull(path: path)
      : .unwritable(path: path, reason: String(cString: strerror(errno)))
  }
}
