import Files
import Foundation
import LineEditor
import Script

/// The lines of stdin that `input` asks for.
final class InputLines {
  /// The shell's reader, where it takes its cells from the same pipe.
  var shared: ((_ prompt: String) -> LineEditor.Input?)?
  private let streams: Streams

  init(_ streams: Streams) { self.streams = streams }

  /// Nil at the end of the input.
  func next(prompt: String) throws -> String? {
    if let answer = shared?(prompt) {
      switch answer {
      case .text(let line): return line
      case .endOfFile: return nil
      case .interrupted: throw ScriptError.interrupted
      }
    }
    guard streams.input.isTerminal else { return try line() }
    return try TerminalEcho.on(at: STDIN_FILENO) {
      streams.output.flush()
      let stream = streams.output.isTerminal ? streams.output : streams.error
      stream.write(prompt)
      stream.flush()
      return try line()
    }
  }

  /// A byte at a time: what comes after the line is left for `read_text("/dev/stdin")`.
  private func line() throws -> String? {
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while true {
      switch read(STDIN_FILENO, &byte, 1) {
      case 1 where byte == UInt8(ascii: "\n"): return String(decoding: line, as: UTF8.self)
      case 1: line.append(byte)
      case 0: return line.isEmpty ? nil : String(decoding: line, as: UTF8.self)
      default:
        if errno == EINTR, !InterruptSignal.flag.isRaised { continue }
        if errno == EINTR { throw ScriptError.interrupted }
        throw Fault("the input can't be read: \(SystemReason.text(errno))")
      }
    }
  }
}
