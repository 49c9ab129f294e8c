import Foundation

/// The files that scripts have read since they were last taken, for who must know what a cell's
/// results depend on.
package final class InputFiles {
  private var files: [String: InputFile] = [:]
  /// Off where nobody asks: every file is hashed for it.
  package var isRecording = false

  /// Notes a file that is about to be read, or was read just now; what isn't a file isn't noted.
  func note(_ url: URL) {
    if isRecording, let file = InputFile(url) { files[url.path] = file }
  }

  /// A file that was read and is then written by the same cell is as the cell left it.
  func noteWrite(_ url: URL) {
    if files[url.path] != nil { note(url) }
  }

  /// Gives what was noted, sorted by path, and forgets it.
  package func take() -> [InputFile] {
    defer { files = [:] }
    return files.values.sorted { $0.url.path < $1.url.path }
  }
}
