import Foundation
import JSON

/// Messages that were read and wait for their turn, so that a request can be cancelled meanwhile.
///
/// Sendable because the condition guards all that changes.
final class MessageQueue: @unchecked Sendable {
  enum Item {
    case message(ClientMessage.Kind)
    case fault(MessageReader.Fault)
    case end
  }

  private let condition = NSCondition()
  private var items: [Item] = []
  private var cancelled: [JSONValue] = []

  /// A client that sends more before it is answered waits.
  private static let limit = 10_000

  func append(_ item: Item) {
    condition.withLock {
      while items.count >= Self.limit { condition.wait() }
      if case .message(.call(let message)) = item, message.method == "$/cancelRequest" {
        // What isn't in the queue has been answered.
        if let id = message.parameters["id"], isWaiting(id) { cancelled.append(id) }
        return
      }
      items.append(item)
      condition.broadcast()
    }
  }

  private func isWaiting(_ id: JSONValue) -> Bool {
    items.contains { item in
      if case .message(.call(let message)) = item { message.id == id } else { false }
    }
  }

  /// The next item, and whether the client has cancelled it.
  func next() -> (item: Item, isCancelled: Bool) {
    condition.withLock {
      while items.isEmpty { condition.wait() }
      let item = items.removeFirst()
      condition.broadcast()
      guard case .message(.call(let message)) = item, let id = message.id,
        let index = cancelled.firstIndex(of: id)
      else { return (item, false) }
      cancelled.remove(at: index)
      return (item, true)
    }
  }
}
