import Foundation

/// What is done to folders as such.
package enum Folder {
  /// Makes a folder, with those above it; one that is there is left as it is.
  package static func create(_ folder: URL) throws(FileError) {
    if mkdir(folder.path, 0o777) == 0 { return }
    if errno == ENOENT, folder.path != "/" {
      try create(folder.deletingLastPathComponent())
      if mkdir(folder.path, 0o777) == 0 { return }
    }
    guard errno == EEXIST else { throw .unwritable(folder, errno: errno) }
    var status = stat()
    guard stat(folder.path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      throw .unwritable(folder, errno: ENOTDIR)
    }
  }

  /// Brings the names in a folder to the disk, so that what was renamed is there after a power cut too;
  /// file systems that can't do that for folders are left alone.
  package static func sync(_ folder: URL) {
    let descriptor = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }
}
