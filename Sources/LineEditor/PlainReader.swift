import Foundation

/// Reads cells from a pipe or a file, or from a terminal that can't move its cursor.
final class PlainReader {
  private let input: Int32
  /// Where prompts go; nil where nobody sees them.
  private let prompts: Int32?
  private let continuation: String
  private let completeness: (String) -> EditorLanguage.Completeness
  private var bytes: [UInt8] = []
  private var position = 0
  /// There isn't a newline up to here.
  private var searched = 0
  private var isAtEnd = false

  init(
    input: Int32, prompts: Int32?, continuation: String,
    completeness: @escaping (String) -> EditorLanguage.Completeness
  ) {
    self.input = input
    self.prompts = prompts
    self.continuation = continuation
    self.completeness = completeness
  }

  /// The next cell: as many lines as the language needs. At the end of input an incomplete cell is
  /// given as it is, so that its error can be reported.
  func read(prompt: String) -> LineEditor.Input {
    var lines: [String] = []
    while true {
      show(lines.isEmpty ? prompt : continuation)
      switch line() {
      case .interrupted:
        show("\n")
        return .interrupted
      case .end:
        return lines.isEmpty ? .endOfFile : .text(lines.joined(separator: "\n"))
      case .line(let line):
        lines.append(line)
        let text = lines.joined(separator: "\n")
        if completeness(text) == .complete { return .text(text) }
      }
    }
  }

  /// The next line by itself.
  func readLine(prompt: String) -> LineEditor.Input {
    show(prompt)
    return switch line() {
    case .line(let line): .text(line)
    case .interrupted: .interrupted
    case .end: .endOfFile
    }
  }

  private func show(_ text: String) {
    guard let prompts else { return }
    let bytes = Array(text.utf8)
    _ = write(prompts, bytes, bytes.count)
  }

  private enum Line {
    case line(String)
    case interrupted
    case end
  }

  private func line() -> Line {
    while true {
      if let newline = bytes[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        defer {
          position = newline + 1
          searched = position
        }
        return .line(String(decoding: bytes[position..<newline], as: UTF8.self))
      }
      if isAtEnd {
        guard position < bytes.count else { return .end }
        defer {
          position = bytes.count
          searched = position
        }
        return .line(String(decoding: bytes[position...], as: UTF8.self))
      }
      bytes.removeFirst(position)
      position = 0
      searched = bytes.count
      var chunk = [UInt8](repeating: 0, count: 65536)
      let count = Glibc.read(input, &chunk, chunk.count)
      if count > 0 {
        bytes += chunk[..<count]
      } else if count < 0 && errno == EINTR {
        if Interrupts.count > 0 {
          Interrupts.reset()
          (bytes, searched) = ([], 0)
          return .interrupted
        }
      } else {
        isAtEnd = true
      }
    }
  }
}
