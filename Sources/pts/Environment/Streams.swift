import Figures
import Files
import Foundation
import LineEditor
import Notebooks
import Ranks

/// stdin, stdout and stderr, and what the environment says about them.
final class Streams {
  let input = FileStream(STDIN_FILENO)
  let output: FileStream
  let error: FileStream
  let environment = ProcessInfo.processInfo.environment
  /// Whether the terminal may be asked what it can do, since nothing but the shell reads from it.
  var asksTerminal = false
  /// Whether it has said that it shows sixels.
  private var sixels: Bool?
  /// The text that was last written to stderr.
  private var lastRemark = ""

  /// The process has one of each, and one thread at a time that uses them.
  nonisolated(unsafe) static let standard = Streams(Launch.group)

  /// - Parameter ranks: the first process writes; what the others write is dropped.
  private init(_ ranks: any ProcessGroup) {
    func stream(_ descriptor: Int32) -> FileStream {
      FileStream(ranks.isFirst ? descriptor : open("/dev/null", O_WRONLY | O_CLOEXEC))
    }
    output = stream(STDOUT_FILENO)
    error = stream(STDERR_FILENO)
  }

  /// Writes the last remark to the real stderr, in a process whose outputs are dropped otherwise.
  func repeatLastRemark() {
    let stream = FileStream(STDERR_FILENO)
    stream.write(lastRemark)
    stream.flush()
  }

  func sink() -> StreamSink {
    StreamSink(Console(results: channel(output), remarks: channel(error)))
  }

  private func channel(_ stream: FileStream) -> OutputChannel {
    let term = environment["TERM"] ?? ""
    return OutputChannel(
      write: { [self] text in
        // Text written first comes first where both go to one file.
        guard stream === error else { return stream.write(text) }
        output.flush()
        error.write(text)
        error.flush()
        lastRemark = text
      },
      terminal: { [self] in terminal(stream) },
      pictures: { [self] in
        guard stream.isTerminal else { return nil }
        let cellWidth = TerminalSize.cellWidth(stream.descriptor)
        if let known = PictureTerminal(environment: environment, cellWidth: cellWidth) {
          return known
        }
        return showsSixels
          ? PictureTerminal(.sixel, environment: environment, cellWidth: cellWidth) : nil
      },
      canRedraw: stream.isTerminal && !["", "dumb", "unknown"].contains(term))
  }

  /// What the terminal answers, asked before the first picture.
  private var showsSixels: Bool {
    guard asksTerminal, PictureTerminal.mayShowSixels(environment) else { return false }
    if let sixels { return sixels }
    switch TerminalAttributes.ask(input.descriptor) {
    case .attributes(let found): sixels = found.contains(TerminalAttributes.sixels)
    case .none: sixels = false
    case .later: return false
    }
    return sixels ?? false
  }

  private func terminal(_ stream: FileStream) -> Terminal {
    let size = stream.isTerminal ? TerminalSize.of(stream.descriptor) : nil
    return Terminal(
      environment: environment, isTerminal: stream.isTerminal,
      size: size.map { ($0.columns, $0.rows) })
  }

  /// Writes out what is left; false when results were lost, which is then reported.
  func close() -> Bool {
    output.flush()
    error.flush()
    guard let fault = output.fault else { return true }
    error.write("error: stdout can't be written: \(SystemReason.text(fault))\n")
    error.flush()
    return false
  }
}
