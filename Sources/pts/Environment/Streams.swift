import Figures
import Foundation
import LineEditor
import Notebooks
import Ranks

/// stdin, stdout and stderr, and what the environment says of them.
final class Streams {
  let input = FileStream(STDIN_FILENO)
  let output: FileStream
  let error: FileStream
  let environment = ProcessInfo.processInfo.environment
  /// What was last said on stderr.
  private var lastRemark = ""

  /// The process has one of each, and one thread at a time that uses them.
  nonisolated(unsafe) static let standard = Streams(Launch.group)

  /// - Parameter ranks: the first process speaks; what the others say is lost.
  private init(_ ranks: any ProcessGroup) {
    func stream(_ descriptor: Int32) -> FileStream {
      FileStream(ranks.isFirst ? descriptor : open("/dev/null", O_WRONLY | O_CLOEXEC))
    }
    output = stream(STDOUT_FILENO)
    error = stream(STDERR_FILENO)
  }

  /// Says the last remark for all to hear, in a process whose words are lost otherwise.
  func tellLastRemark() {
    let voice = FileStream(STDERR_FILENO)
    voice.write(lastRemark)
    voice.flush()
  }

  func console() -> Console {
    Console(results: channel(output), remarks: channel(error))
  }

  private func channel(_ stream: FileStream) -> OutputChannel {
    let term = environment["TERM"] ?? ""
    return OutputChannel(
      write: { [self] text in
        // What was said first stands first where both go to one place.
        guard stream === error else { return stream.write(text) }
        output.flush()
        error.write(text)
        error.flush()
        lastRemark = text
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
