import Diagnostics

/// What builtins may reach outside a script: files, input, output, the environment, the clock.
package protocol HostServices: AnyObject {
  func readBytes(_ path: String, usedIn file: SourceFile) throws -> [UInt8]
  func writeText(
    _ text: String, to path: String, usedIn file: SourceFile, _ options: WriteOptions) throws
  /// Whether a path names a file or a folder.
  func exists(_ path: String, usedIn file: SourceFile) -> Bool
  /// The files of a folder or those that a pattern fits, sorted.
  func listFiles(_ pattern: String, usedIn file: SourceFile) throws -> [String]

  /// A variable of the environment.
  func environmentVariable(_ name: String) -> String?
  /// The next line of the input, without its newline; nil at its end.
  func readLine(prompt: String) throws -> String?

  /// `print`: text as it is to appear, newline included.
  func write(_ text: String)
  /// `warn`: the same, for stderr.
  func warn(_ text: String)
  /// Shows a value in the middle of a cell as the cell's last expression would be shown.
  func display(_ value: Value)
  /// `clear_output`: removes what the cell has put out so far, at once or at its next output.
  func clearOutput(waits: Bool)

  /// Seconds since 1970.
  var now: Double { get }
  /// The date and the time of day here, as ISO 8601 writes them.
  var localTime: String { get }
  /// Waits, unless ^C comes.
  func sleep(_ seconds: Double) throws
}

package struct WriteOptions {
  /// To the end of the file instead of over it.
  package var appends = false
  /// Missing folders are made.
  package var makesFolders = false

  package init(appends: Bool = false, makesFolders: Bool = false) {
    self.appends = appends
    self.makesFolders = makesFolders
  }
}
