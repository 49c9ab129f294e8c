import CFaults
import Foundation
import LineEditor

/// A descriptor that text goes to; what goes to a terminal goes at once, and what waits survives a crash.
final class FileStream {
  let descriptor: Int32
  let isTerminal: Bool
  private let pending: OpaquePointer
  /// The first error of the system; nothing is written after it.
  private(set) var fault: Int32?

  private static let bufferSize = 1 << 15

  init(_ descriptor: Int32) {
    self.descriptor = descriptor
    isTerminal = isatty(descriptor) == 1
    guard let pending = pending_output(descriptor, Self.bufferSize) else {
      fatalError("no memory for \(Self.bufferSize) bytes")
    }
    self.pending = pending
  }

  func write(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)[...]
      while !rest.isEmpty {
        let part = UnsafeRawBufferPointer(rebasing: rest)
        rest = rest.dropFirst(pending_output_append(pending, part.baseAddress, part.count))
        if !rest.isEmpty { flush() }
      }
    }
    if isTerminal || pending_output_count(pending) == Self.bufferSize { flush() }
  }

  func flush() {
    let status = pending_output_flush(pending)
    if status != 0 { fault = status }
  }
}
