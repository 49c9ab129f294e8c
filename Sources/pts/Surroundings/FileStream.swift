import Foundation
import LineEditor

/// A descriptor that text goes to; what goes to a terminal goes at once.
final class FileStream {
  let descriptor: Int32
  let isTerminal: Bool
  private var buffer: [UInt8] = []
  /// The first error of the system; nothing is written after it.
  private(set) var fault: Int32?

  private static let bufferSize = 1 << 15

  init(_ descriptor: Int32) {
    self.descriptor = descriptor
    isTerminal = isatty(descriptor) == 1
  }

  func write(_ text: String) {
    buffer += text.utf8
    if isTerminal || buffer.count >= Self.bufferSize { flush() }
  }

  func flush() {
    defer { buffer.removeAll(keepingCapacity: true) }
    guard fault == nil else { return }
    buffer.withUnsafeBytes { bytes in
      var start = 0
      while start < bytes.count {
        let count = Foundation.write(descriptor, bytes.baseAddress! + start, bytes.count - start)
        if count >= 0 {
          start += count
        } else if errno == EAGAIN {
          var state = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          poll(&state, 1, -1)
        } else if errno != EINTR {
          fault = errno
          return
        }
      }
    }
  }
}
