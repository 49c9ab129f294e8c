import Foundation

/// Shows a long text in `$PAGER`, or in `less`.
package enum Pager {
  /// Whether it was shown; where there is no pager the text has still to be written.
  package static func show(_ text: String, at terminal: Int32, environment: [String: String])
    -> Bool
  {
    let own = environment["PAGER"] ?? ""
    let command = own.isEmpty ? "less -FRX" : own
    guard let path = try? ExternalProgram.temporaryFile(text, suffix: ".txt") else { return false }
    defer { unlink(path) }
    // What a pager says when it is left early is nothing to act on.
    let status = TerminalEcho.on(at: terminal) { try? ExternalProgram.run(command, path) }
    return status.map { ![126, 127].contains($0) } ?? false
  }
}
