import Foundation

/// Where the bytes written to a path go in the end: through all its links.
struct Destination {
  enum Kind {
    /// Nothing is there yet.
    case absent
    /// A regular file, which is replaced whole.
    case regular(stat)
    /// A pipe, a terminal or another device: bytes go straight into it.
    case stream
    /// An open descriptor of this process, such as `/dev/stdout`.
    case descriptor(Int32)
  }

  /// As it was named, for messages.
  let url: URL
  /// What the last link names.
  let target: URL
  let kind: Kind

  /// As many links as the kernel follows.
  private static let linkLimit = 40

  /// Throws where the path can't name a file that is written.
  init(_ url: URL) throws(FileError) {
    self.url = url
    var path = url.path
    for _ in 0..<Self.linkLimit {
      let folder = (path as NSString).deletingLastPathComponent
      guard let real = realpath(folder.isEmpty ? "." : folder, nil) else {
        guard errno == ENOENT else { throw .unwritable(url, errno: errno) }
        throw .noFolder(URL(fileURLWithPath: folder, isDirectory: true), file: url)
      }
      defer { free(real) }
      let name = (path as NSString).lastPathComponent
      let parent = String(cString: real)
      if parent == "/proc/\(getpid())/fd", let descriptor = Int32(name) {
        target = url
        kind = .descriptor(descriptor)
        return
      }
      let full = (parent as NSString).appendingPathComponent(name)
      guard let link = try? FileManager.default.destinationOfSymbolicLink(atPath: full) else {
        target = URL(fileURLWithPath: full)
        kind = try Self.kind(of: full, url)
        return
      }
      path = link.hasPrefix("/") ? link : (parent as NSString).appendingPathComponent(link)
    }
    throw .unwritable(url, errno: ELOOP)
  }

  private static func kind(of path: String, _ url: URL) throws(FileError) -> Kind {
    var status = stat()
    guard lstat(path, &status) == 0 else {
      guard errno == ENOENT else { throw .unwritable(url, errno: errno) }
      // `out/` can only be a folder's name.
      guard !url.hasDirectoryPath else { throw .unwritable(url, errno: EISDIR) }
      return .absent
    }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: throw .unwritable(url, errno: EISDIR)
    case S_IFREG:
      guard faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) == 0 else {
        throw .unwritable(url, errno: errno)
      }
      return .regular(status)
    default: return .stream
    }
  }
}
