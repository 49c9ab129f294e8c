import Diagnostics
import Files
import Foundation
import Script

/// Reads scripts from files and descriptors.
package enum ScriptFile {
  /// Nobody writes that much by hand; it is a model or a data file.
  private static let longest = 64 << 20

  /// - Parameters:
  ///   - interrupt: what gives up a read that waits, from a named pipe for one.
  ///   - acceptsNotebook: whether the text of a Jupyter notebook is what is asked for.
  package static func read(
    _ name: String, _ interrupt: InterruptFlag, acceptsNotebook: Bool = false
  ) throws(ScriptFileError) -> SourceFile {
    let url = URL(fileURLWithPath: name)
    let bytes = try reading(name) { () throws(FileError) in
      try StreamedFile.bytes(of: url, limit: longest) { interrupt.isRaised }
    }
    if !acceptsNotebook, url.pathExtension.lowercased() == "ipynb" { throw .notebook(name) }
    // Beside a pipe there are no files.
    let path = StreamedFile.isStream(url) ? nil : url.standardizedFileURL.path
    return try decode(name, path: path, bytes)
  }

  /// - Parameter path: nil for text that isn't from a file.
  package static func decode(
    _ name: String, path: String?, _ bytes: [UInt8]
  ) throws(ScriptFileError) -> SourceFile {
    switch SourceFile.decode(name: name, path: path, bytes: bytes) {
    case .success(let file): return file
    case .failure(let diagnostic): throw .undecodable(diagnostic)
    }
  }

  /// All that can be read from a descriptor.
  package static func bytes(
    _ name: String, _ descriptor: Int32, _ interrupt: InterruptFlag
  ) throws(ScriptFileError) -> [UInt8] {
    try reading(name) { () throws(FileError) in
      try StreamedFile.bytes(
        from: descriptor, of: URL(fileURLWithPath: name), limit: longest
      ) { interrupt.isRaised }
    }
  }

  private static func reading(
    _ name: String, _ body: () throws(FileError) -> [UInt8]
  ) throws(ScriptFileError) -> [UInt8] {
    do throws(FileError) {
      return try body()
    } catch {
      switch error {
      case .unreadable(_, SystemReason.text(ENOENT)): throw .missing(name)
      case .unreadable(_, SystemReason.text(EISDIR)): throw .folder(name)
      case .tooLarge: throw .tooLong(name)
      case .interrupted: throw .interrupted
      default: throw .unreadable(name, reason: error.reason)
      }
    }
  }
}
