import Foundation

/// What a terminal says of itself when it is asked (DA1, "primary device attributes").
package enum TerminalAttributes {
  /// Pictures of sixels.
  package static let sixels = 4

  /// Longer than any network takes: an answer that comes later would be taken for keys.
  private static let patience = Duration.seconds(1)

  package enum Answer: Equatable {
    case attributes(Set<Int>)
    /// It doesn't know the question.
    case none
    /// Keys wait to be read, among which an answer would be lost.
    case later
  }

  /// - Parameter terminal: a descriptor that is read and written.
  package static func ask(_ terminal: Int32) -> Answer {
    var modes = termios()
    guard tcgetattr(terminal, &modes) == 0 else { return .none }
    var raw = modes
    raw.c_lflag &= ~tcflag_t(ICANON | ECHO)
    guard tcsetattr(terminal, TCSANOW, &raw) == 0 else { return .none }
    defer { tcsetattr(terminal, TCSANOW, &modes) }
    var waiting: Int32 = 0
    guard ioctl(terminal, UInt(FIONREAD), &waiting) == 0, waiting == 0 else { return .later }
    let question = Array("\u{1B}[c".utf8)
    guard write(terminal, question, question.count) == question.count else { return .none }
    return answer(from: terminal).map(Answer.attributes) ?? .none
  }

  /// `ESC [ ? 62 ; 4 ; 22 c`
  private static func answer(from terminal: Int32) -> Set<Int>? {
    let end = ContinuousClock.now + patience
    var text: [UInt8] = []
    while text.count < 256 {
      let left = Int32((end - ContinuousClock.now) / .milliseconds(1))
      var state = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
      guard left > 0, poll(&state, 1, left) == 1 else { return nil }
      var byte: UInt8 = 0
      guard read(terminal, &byte, 1) == 1 else { return nil }
      // What comes before the answer is none of it.
      if byte == 0x1B { text = [] }
      text.append(byte)
      guard byte == UInt8(ascii: "c") else { continue }
      let body = String(decoding: text, as: UTF8.self)
      guard body.hasPrefix("\u{1B}[?") else { return nil }
      return Set(body.dropFirst(3).dropLast().split(separator: ";").compactMap { Int($0) })
    }
    return nil
  }
}
