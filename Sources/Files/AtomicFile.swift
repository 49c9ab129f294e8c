import Foundation

/// Writes a file so that a reader finds the old one or the new one, never a part: to a temporary name
/// beside it, synced, then renamed.
///
/// Links are followed, and a file that is there keeps its mode and its owner. What isn't a regular
/// file (a pipe, `/dev/stdout`, a device) gets the bytes as they are. Folders aren't made.
package enum AtomicFile {
  /// - Parameter isInterrupted: gives up a pipe that nobody reads.
  package static func write(
    _ data: Data, to url: URL, isInterrupted: () -> Bool = { false }
  ) throws(FileError) {
    let destination = try Destination(url)
    switch destination.kind {
    case .absent, .regular: try replace(destination, by: data)
    case .stream, .descriptor: try OpenFile.send(data, to: destination, isInterrupted)
    }
  }

  /// Adds bytes to the end of a file, or makes it; where they don't all fit none are added.
  package static func append(
    _ data: Data, to url: URL, isInterrupted: () -> Bool = { false }
  ) throws(FileError) {
    let destination = try Destination(url)
    switch destination.kind {
    case .absent, .regular:
      let file = try OpenFile(destination.target, O_WRONLY | O_CREAT | O_APPEND, url)
      let size = try file.status().st_size
      let code = file.writeAll(data)
      guard code == 0 else {
        ftruncate(file.descriptor, size)
        throw .unwritable(url, errno: code)
      }
      try file.sync()
    case .stream, .descriptor: try OpenFile.send(data, to: destination, isInterrupted)
    }
  }

  /// The descriptor of this process that a path names, such as 1 for `/dev/stdout`.
  package static func descriptor(of url: URL) -> Int32? {
    guard let destination = try? Destination(url),
      case .descriptor(let number) = destination.kind
    else { return nil }
    return number
  }

  // MARK: Regular files

  private static func replace(_ destination: Destination, by data: Data) throws(FileError) {
    var earlier: stat?
    if case .regular(let status) = destination.kind { earlier = status }
    // Another name of the same file would keep the old text.
    if let earlier, earlier.st_nlink > 1 { return try overwrite(destination, data) }
    let folder = destination.target.deletingLastPathComponent()
    let temporary = folder.appendingPathComponent(temporaryName())
    let file: OpenFile
    do {
      file = try OpenFile(
        temporary, O_WRONLY | O_CREAT | O_EXCL, mode: earlier == nil ? 0o666 : 0o600,
        destination.url)
    } catch {
      // The folder takes no new file, but the one in it may be written.
      if earlier != nil, case .unwritable = error { return try overwrite(destination, data) }
      throw error
    }
    defer { unlink(temporary.path) }
    if let earlier, !file.adopt(earlier) { return try overwrite(destination, data) }
    let code = file.writeAll(data)
    guard code == 0 else { throw .unwritable(destination.url, errno: code) }
    try file.sync()
    guard rename(temporary.path, destination.target.path) == 0 else {
      // A file that is mounted by itself can't be replaced.
      if errno == EBUSY, earlier != nil { return try overwrite(destination, data) }
      throw .unwritable(destination.url, errno: errno)
    }
    Folder.sync(folder)
  }

  /// Of a length that fits wherever a name does.
  private static func temporaryName() -> String {
    ".pts-\(getpid())-\(String(UInt32.random(in: 0 ... .max), radix: 36)).tmp"
  }

  /// Writes into the file itself. Its space is reserved first, so that a full disk leaves the old text.
  private static func overwrite(_ destination: Destination, _ data: Data) throws(FileError) {
    let file = try OpenFile(destination.target, O_WRONLY, destination.url)
    let size = try file.status().st_size
    if data.count > size {
      let code = posix_fallocate(file.descriptor, size, off_t(data.count) - size)
      if [ENOSPC, EDQUOT, EFBIG].contains(code) {
        ftruncate(file.descriptor, size)
        throw .unwritable(destination.url, errno: code)
      }
    }
    let code = file.writeAll(data)
    guard code == 0, ftruncate(file.descriptor, off_t(data.count)) == 0 else {
      throw .unwritable(destination.url, errno: code == 0 ? errno : code)
    }
    try file.sync()
  }

  // MARK: Files that are whole already

  /// Moves a file that is whole to where `destination` says, with the mode and the owner of the one
  /// that was there.
  static func move(_ staged: URL, to destination: Destination) throws(FileError) {
    if case .regular(let earlier) = destination.kind {
      let file = try OpenFile(staged, O_RDONLY, destination.url)
      _ = file.adopt(earlier)
    }
    switch destination.kind {
    case .absent, .regular:
      if rename(staged.path, destination.target.path) == 0 {
        return Folder.sync(destination.target.deletingLastPathComponent())
      }
      guard errno == EXDEV else { throw .unwritable(destination.url, errno: errno) }
    case .stream, .descriptor: break
    }
    try write(MappedFile.data(staged), to: destination.url)
  }
}
