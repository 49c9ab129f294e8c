import JSON
import Script

/// Answers the requests that must never wait for a cell.
struct ControlHandler: Sendable {
  let publisher: Publisher
  let subshells: Subshells
  /// The main shell's.
  let interrupt: InterruptFlag
  let version: String
  let shutDown: @Sendable () -> Void

  func run(_ queue: RequestQueue) {
    while let request = queue.next() {
      publisher.publish(isBusy: true, about: request)
      let content = answer(request)
      publisher.reply(content, to: request, on: .control)
      let isLast = request.header.kind == "shutdown_request"
      if isLast { publisher.publish("shutdown_reply", content, about: request) }
      publisher.publish(isBusy: false, about: request)
      if isLast { shutDown() }
    }
  }

  private func answer(_ request: KernelMessage) -> JSONValue {
    let ok = JSONValue.record(["status": .text("ok")])
    let id = request.content["subshell_id"]?.string ?? ""
    switch request.header.kind {
    case "kernel_info_request": return KernelInformation.content(version: version)
    case "interrupt_request":
      if let subshell = request.header.subshell {
        subshells.interrupt(subshell)
      } else {
        interrupt.raise()
      }
      return ok
    case "shutdown_request":
      return .record([
        "status": .text("ok"), "restart": .bool(request.content["restart"]?.bool ?? false),
      ])
    case "create_subshell_request":
      guard let id = subshells.create() else { return .failure("there are too many subshells") }
      return .record(["status": .text("ok"), "subshell_id": .text(id)])
    case "delete_subshell_request":
      return subshells.delete(id) ? ok : .failure("there is no subshell \(id.debugDescription)")
    case "list_subshell_request":
      return .record([
        "status": .text("ok"), "subshell_id": .array(subshells.identifiers.map { .text($0) }),
      ])
    case let kind: return .failure("this kernel doesn't know `\(kind)`")
    }
  }
}
