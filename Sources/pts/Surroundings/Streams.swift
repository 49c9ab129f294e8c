import Figures
import Foundation
import LineEditor
import Notebooks

/// stdin, stdout and stderr, and what the environment says of them.
final class Streams {
  let input = FileStream(STDIN_FILENO)
  let output = FileStream(STDOUT_FILENO)
  let error = FileStream(STDERR_FILENO)
  let environment = ProcessInfo.processInfo.environment

  /// The process has one of each, and one thread at a time that uses them.
  nonisolated(unsafe) static let standard = Streams()

  func console() -> Console {
    Console(results: channel(output), remarks: channel(error))
  }

  private func channel(_ stream: FileStream) -> OutputChannel {
    let term = environment["TERM"] ?? ""
    return OutputChannel(
      write: { [self] text in
        // What was said first stands first where both go to one place.
        if stream === error { output.flush() }
        stream.write(text)
        if stream === error { error.flush() }
      },
      terminal: { [self] in terminal(stream) },
      canRedraw: stream.isTerminal && !["", "dumb", "unknown"].contains(term))
  }

  private func terminal(_ stream: FileStream) -> Terminal {
    let size = stream.isTerminal ? TerminalSize.of(stream.descriptor) : nil
    return Terminal(
      environment: environment, isTerminal: stream.isTerminal,
      size: size.map { ($0.columns, $0.rows) })
  }

  /// Writes out what is left; false when results were lost, which is then said.
  func close() -> Bool {
    output.flush()
    error.flush()
    guard let fault = output.fault else { return true }
    error.write("error: stdout can't be written: \(String(cString: strerror(fault)))\n")
    error.flush()
    return false
  }
}
