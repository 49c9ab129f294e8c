import JSON

/// Makes messages of the kernel and gives them to the courier; for any thread.
struct Publisher: Sendable {
  let courier: Courier
  /// Tells this start of the kernel from every other.
  let session: String

  /// To all clients, about a request.
  func publish(_ kind: String, _ content: JSONValue, about request: KernelMessage) {
    courier.post(
      KernelMessage(
        identities: [Array("kernel.\(session).\(kind)".utf8)],
        header: MessageHeader(kind, session: session), parent: request.header.value,
        content: content), on: .iopub)
  }

  func publish(isBusy: Bool, about request: KernelMessage) {
    publish(
      "status", .record(["execution_state": .text(isBusy ? "busy" : "idle")]), about: request)
  }

  /// To the client that the request is from, on the channel that it came by.
  func reply(
    _ content: JSONValue, to request: KernelMessage, on channel: ConnectionFile.Channel
  ) {
    courier.post(message(request.replyKind, content, to: request), on: channel)
  }

  /// A message to the client that a request is from.
  func message(
    _ kind: String, _ content: JSONValue, to request: KernelMessage
  ) -> KernelMessage {
    KernelMessage(
      identities: request.identities, header: MessageHeader(kind, session: session),
      parent: request.header.value, content: content)
  }
}

extension KernelMessage {
  /// `execute_reply` of `execute_request`.
  fileprivate var replyKind: String {
    let suffix = "_request"
    return header.kind.hasSuffix(suffix)
      ? header.kind.dropLast(suffix.count) + "_reply" : header.kind + "_reply"
  }
}
