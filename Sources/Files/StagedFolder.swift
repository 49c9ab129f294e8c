import Foundation

/// Several files of a folder that are replaced together: they are written to a folder of their own
/// inside it first, and moved to their names when all of them are whole.
package final class StagedFolder {
  /// Where the files are written to; removed, with what is left in it, when this object goes away.
  package let staging: URL
  private let folder: URL

  package init(in folder: URL) throws(FileError) {
    self.folder = folder
    staging = folder.appendingPathComponent(".pts-\(getpid()).tmp")
    do {
      try Folder.create(staging)
    } catch {
      // The temporary name would tell a reader nothing.
      throw error.renamed(folder)
    }
  }

  deinit { try? FileManager.default.removeItem(at: staging) }

  /// Puts the files in place, in the given order, once the old ones are gone, in theirs: the file that
  /// makes the folder what it is belongs first among the old ones and last among the new, so that a
  /// reader never finds the files of two versions together.
  package func commit(_ names: [String], removing old: [String]) throws(FileError) {
    var places: [String: Destination] = [:]
    for name in names { places[name] = try Destination(folder.appendingPathComponent(name)) }
    for name in old {
      // A link stays and its file goes, so that the new file comes to the same place.
      let file = places[name]?.target ?? folder.appendingPathComponent(name)
      if case .stream? = places[name]?.kind { continue }
      guard unlink(file.path) == 0 || errno == ENOENT else {
        throw .unwritable(folder.appendingPathComponent(name), errno: errno)
      }
    }
    for name in names {
      try AtomicFile.move(staging.appendingPathComponent(name), to: places[name]!)
    }
    Folder.sync(folder)
  }
}
