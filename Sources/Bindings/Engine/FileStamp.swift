import Foundation
import Glibc

/// What tells whether a file has changed since it was read: its name, size and modification time.
struct FileStamp: Hashable {
  let name: String
  let size: Int
  let seconds: Int
  let nanoseconds: Int

  /// The files of a folder in the order of their names; none where it can't be read.
  static func files(in folder: URL) -> [FileStamp] {
    // What can't be listed can't be read either, which the reader then says.
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted().compactMap { name in
      var status = stat()
      guard stat(folder.appendingPathComponent(name).path, &status) == 0 else { return nil }
      return FileStamp(
        name: name, size: Int(status.st_size), seconds: Int(status.st_mtim.tv_sec),
        nanoseconds: Int(status.st_mtim.tv_nsec))
    }
  }
}
