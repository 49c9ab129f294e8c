import Foundation
import Mutation

/// A kind of file or folder that people get from strangers.
package protocol FuzzKind {
  /// What it is called on the command line.
  static var name: String { get }

  /// Good ones to start from, in an order that never changes.
  var fixtures: [Fixture] { get }

  /// Files changed in some way.
  func mutate(_ fixture: Fixture, _ draw: inout Draw) throws -> Mutant

  /// The case of a seed: the same one each time.
  func mutant(seed: UInt64) throws -> Mutant

  /// Reads the files in `folder`, and returns what a session would do with them once they are read.
  /// What either throws must be an error that a script can tell of.
  func open(_ mutant: Mutant, in folder: URL) throws -> () throws -> Void
}

extension FuzzKind {
  package var name: String { Self.name }

  package func mutant(seed: UInt64) throws -> Mutant {
    var draw = Draw(seed: seed)
    return try mutate(draw.of(fixtures), &draw)
  }
}

/// Files by their paths within a folder.
package typealias FileSet = [String: [UInt8]]

/// Good files.
package struct Fixture {
  package let name: String
  package let files: () throws -> FileSet

  package init(name: String, files: @escaping () throws -> FileSet) {
    self.name = name
    self.files = files
  }

  /// Files made when they are first asked for.
  static func made(_ name: String, _ make: @escaping () throws -> FileSet) -> Fixture {
    let kept = Kept()
    return Fixture(name: name) {
      if let files = kept.files { return files }
      let files = try make()
      kept.files = files
      return files
    }
  }

  private final class Kept { var files: FileSet? }

  /// What lies in a folder of the fixtures, its goldens left out.
  init(name: String, folder: URL) {
    self.init(name: name) {
      let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
      var files: FileSet = [:]
      for path in paths where !path.contains("golden") {
        let url = folder.appendingPathComponent(path)
        guard try url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else {
          continue
        }
        files[path] = [UInt8](try Data(contentsOf: url))
      }
      return files
    }
  }
}

/// Files made from those of a fixture.
package struct Mutant {
  package let fixture: String
  package var files: FileSet
  /// Of an adapter: the model that it is put on, below the fixtures.
  var base: String?

  package init(_ fixture: Fixture, files: FileSet) {
    self.fixture = fixture.name
    self.files = files
  }

  package func write(to folder: URL) throws {
    for (path, bytes) in files {
      let url = folder.appendingPathComponent(path)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      // Not Foundation's own way, which waits for the disk.
      guard FileManager.default.createFile(atPath: url.path, contents: nil),
        let handle = FileHandle(forWritingAtPath: url.path)
      else { throw CocoaError(.fileWriteUnknown) }
      try handle.write(contentsOf: Data(bytes))
      try handle.close()
    }
  }
}
