import Foundation

/// Requests that wait for their thread.
///
/// Sendable because the condition guards all that changes.
final class RequestQueue: @unchecked Sendable {
  private let condition = NSCondition()
  private var waiting: [KernelMessage] = []
  private var isClosed = false

  func add(_ request: KernelMessage) {
    condition.withLock {
      waiting.append(request)
      condition.signal()
    }
  }

  /// The next request; nil once the queue is closed.
  func next() -> KernelMessage? {
    condition.withLock {
      while waiting.isEmpty, !isClosed { condition.wait() }
      return isClosed ? nil : waiting.removeFirst()
    }
  }

  /// Takes out the requests of a kind.
  func take(_ kind: String) -> [KernelMessage] {
    condition.withLock {
      defer { waiting.removeAll { $0.header.kind == kind } }
      return waiting.filter { $0.header.kind == kind }
    }
  }

  func close() {
    condition.withLock {
      isClosed = true
      condition.broadcast()
    }
  }
}
