import Diagnostics

/// What builtins may reach outside a script: files, output, the clock.
package protocol HostServices: AnyObject {
  func readBytes(_ path: String, usedIn file: SourceFile) throws -> [UInt8]
  func writeText(_ text: String, to path: String, usedIn file: SourceFile) throws

  /// `print`: text as it is to appear, newline included.
  func write(_ text: String)
  /// `warn`: the same, for stderr.
  func warn(_ text: String)
  /// Shows a value in the middle of a cell as the cell's last expression would be shown.
  func display(_ value: Value)

  /// Seconds since 1970.
  var now: Double { get }
}
