import Foundation
import JSON
import Script

/// Asks clients for lines of input, for cells that wait for them.
///
/// Sendable because the condition guards all that changes.
final class InputBroker: @unchecked Sendable {
  private let publisher: Publisher
  private let condition = NSCondition()
  /// Answers by the identifier of the question; nil while there is none.
  private var answers: [String: String?] = [:]

  init(_ publisher: Publisher) { self.publisher = publisher }

  /// Waits for the line that a client's user types.
  func line(_ prompt: String, for request: KernelMessage, _ interrupt: InterruptFlag) throws
    -> String
  {
    guard request.content["allow_stdin"]?.bool ?? false else {
      throw Fault(
        "`input` has nobody to ask: this front end takes no input while a cell runs",
        hint: "write the answer into the cell")
    }
    let question = publisher.message(
      "input_request", .record(["prompt": .text(prompt), "password": .bool(false)]), to: request)
    let id = question.header.value["msg_id"]?.string ?? ""
    return try condition.withLock {
      answers[id] = .some(nil)
      defer { answers[id] = nil }
      publisher.courier.post(question, on: .stdin)
      while true {
        if let line = answers[id] ?? nil { return line }
        if interrupt.isRaised { throw ScriptError.interrupted }
        // An interrupt comes without a signal.
        _ = condition.wait(until: Date(timeIntervalSinceNow: 0.05))
      }
    }
  }

  func take(_ reply: KernelMessage) {
    guard reply.header.kind == "input_reply", let line = reply.content["value"]?.string else {
      return
    }
    let id = reply.parent["msg_id"]?.string ?? ""
    condition.withLock {
      // A client that names no question answers the only one.
      let key = answers[id] != nil ? id : answers.count == 1 ? answers.keys.first! : id
      guard answers[key] != nil else { return }
      answers[key] = .some(line)
      condition.broadcast()
    }
  }
}
