import Foundation
import JSON
import Synchronization

/// Writes whole messages to a descriptor, from any thread.
final class MessageWriter: Sendable {
  private let descriptor: Int32
  /// False once the reader has gone.
  private let isOpen = Mutex(true)

  init(descriptor: Int32) { self.descriptor = descriptor }

  func notify(_ method: String, _ parameters: JSONValue) {
    send(["jsonrpc": .text("2.0"), "method": .text(method), "params": parameters])
  }

  func answer(_ id: JSONValue, _ outcome: Result<JSONValue, ResponseError>) {
    switch outcome {
    case .success(let result): send(["jsonrpc": .text("2.0"), "id": id, "result": result])
    case .failure(let error):
      send([
        "jsonrpc": .text("2.0"), "id": id,
        "error": .record(["code": .integer(error.code.rawValue), "message": .text(error.message)]),
      ])
    }
  }

  private func send(_ message: KeyValuePairs<String, JSONValue>) {
    let text = JSONValue.record(message).compact
    let bytes = Array("Content-Length: \(text.utf8.count)\r\n\r\n\(text)".utf8)
    isOpen.withLock { isOpen in
      var sent = 0
      while isOpen, sent < bytes.count {
        let count = bytes[sent...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        if count > 0 {
          sent += count
        } else if errno != EINTR {
          isOpen = false
        }
      }
    }
  }
}
