import Foundation

/// What shows whether a file has changed since it was read.
package struct FileStamp: Hashable, Sendable {
  package let path: String
  package let size: Int
  private let inode: UInt64
  private let modified: Time
  /// Of the file's entry: no program can set it back.
  private let changed: Time

  private struct Time: Hashable {
    let seconds: Int
    let nanoseconds: Int

    init(_ time: timespec) {
      seconds = time.tv_sec
      nanoseconds = time.tv_nsec
    }
  }

  /// Nil where there is no such file.
  package init?(_ file: URL) {
    var status = stat()
    guard stat(file.path, &status) == 0 else { return nil }
    path = file.path
    size = Int(status.st_size)
    inode = UInt64(status.st_ino)
    modified = Time(status.st_mtim)
    changed = Time(status.st_ctim)
  }

  /// The files of a folder in the order of their names; empty where it can't be read.
  package static func files(in folder: URL) -> [FileStamp] {
    // What can't be listed can't be read either, which the reader then says.
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted().compactMap { FileStamp(folder.appendingPathComponent($0)) }
  }

  /// Whether the file was written so recently that another write may get the same times.
  package var isFresh: Bool { Int(Date().timeIntervalSince1970) - changed.seconds < 2 }

  /// All of it in one line.
  package var text: String {
    "\(path) \(size) \(inode) \(modified.seconds).\(modified.nanoseconds) "
      + "\(changed.seconds).\(changed.nanoseconds)"
  }
}
