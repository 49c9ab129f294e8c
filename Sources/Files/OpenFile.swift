import Foundation

/// A descriptor that is closed when this goes away, and what is done to it.
struct OpenFile: ~Copyable {
  let descriptor: Int32
  /// What messages name.
  let url: URL

  init(
    _ file: URL, _ flags: Int32, mode: mode_t = 0o666, _ url: URL
  ) throws(FileError) {
    descriptor = open(file.path, flags | O_CLOEXEC, mode)
    self.url = url
    guard descriptor >= 0 else { throw .unwritable(url, errno: errno) }
  }

  private init(_ descriptor: Int32, _ url: URL) {
    self.descriptor = descriptor
    self.url = url
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  func status() throws(FileError) -> stat {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .unwritable(url, errno: errno) }
    return status
  }

  /// Takes over the owner and the mode of another file; whether it could.
  func adopt(_ other: stat) -> Bool {
    var own = stat()
    guard fstat(descriptor, &own) == 0 else { return false }
    if own.st_uid != other.st_uid || own.st_gid != other.st_gid,
      fchown(descriptor, other.st_uid, other.st_gid) != 0
    {
      return false
    }
    return fchmod(descriptor, other.st_mode & 0o7777) == 0
  }

  /// → 0, or `errno`.
  func writeAll(_ data: Data, isInterrupted: () -> Bool = { false }) -> Int32 {
    data.withUnsafeBytes { bytes in
      var done = 0
      while done < bytes.count {
        let written = write(
          descriptor, bytes.baseAddress! + done, min(bytes.count - done, 1 << 30))
        if written < 0, errno == EINTR, !isInterrupted() { continue }
        if written <= 0 { return written == 0 ? EIO : errno }
        done += written
      }
      return 0
    }
  }

  func sync() throws(FileError) {
    // Some file systems have nothing to sync.
    guard fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS else {
      throw .unwritable(url, errno: errno)
    }
  }

  // MARK: Streams

  /// Writes into a pipe or a device; waits until a pipe has a reader.
  static func send(
    _ data: Data, to destination: Destination, _ isInterrupted: () -> Bool
  ) throws(FileError) {
    let url = destination.url
    let file = try stream(destination, O_WRONLY, isInterrupted)
    let code = withoutBrokenPipes { file.writeAll(data, isInterrupted: isInterrupted) }
    if code == EINTR { throw .interrupted(file: url) }
    guard code == 0 else { throw .unwritable(url, errno: code) }
  }

  private static func stream(
    _ destination: Destination, _ flags: Int32, _ isInterrupted: () -> Bool
  ) throws(FileError) -> OpenFile {
    if case .descriptor(let number) = destination.kind {
      return OpenFile(fcntl(number, F_DUPFD_CLOEXEC, 0), destination.url)
    }
    while true {
      let descriptor = open(destination.target.path, flags | O_CLOEXEC)
      if descriptor >= 0 { return OpenFile(descriptor, destination.url) }
      guard errno == EINTR else { throw .unwritable(destination.url, errno: errno) }
      if isInterrupted() { throw .interrupted(file: destination.url) }
    }
  }

  /// A reader that goes away is an error of this write, not the end of the process.
  private static func withoutBrokenPipes(_ body: () -> Int32) -> Int32 {
    var pipe = sigset_t()
    var earlier = sigset_t()
    sigemptyset(&pipe)
    sigaddset(&pipe, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &pipe, &earlier)
    let code = body()
    if code == EPIPE, sigismember(&earlier, SIGPIPE) == 0 {
      var none = timespec()
      sigtimedwait(&pipe, nil, &none)
    }
    pthread_sigmask(SIG_SETMASK, &earlier, nil)
    return code
  }
}
