import JSON

/// Gives each message that came to the thread that answers it.
struct RequestRouter: Sendable {
  let publisher: Publisher
  let subshells: Subshells
  let requests: RequestQueue
  let controls: RequestQueue
  let inputs: InputBroker

  func take(_ channel: ConnectionFile.Channel, _ message: KernelMessage) {
    switch channel {
    case .control: controls.add(message)
    case .stdin: inputs.take(message)
    case .shell:
      guard let id = message.header.subshell else { return requests.add(message) }
      guard !subshells.add(message, to: id) else { return }
      publisher.publish(isBusy: true, about: message)
      publisher.reply(
        .failure("there is no subshell \(id.debugDescription)"), to: message, on: .shell)
      publisher.publish(isBusy: false, about: message)
    case .iopub, .heartbeat: preconditionFailure("the courier answers these itself")
    }
  }
}

extension WireFormat.Fault {
  var text: String {
    switch self {
    case .noDelimiter: "it has no <IDS|MSG>"
    case .tooFewFrames(let count): "it has only \(count) frames"
    case .signature: "its signature is wrong"
    case .repeated: "it came before"
    case .notJSON(let frame): "its \(frame) isn't JSON"
    case .header: "its header has no `msg_id` or no `msg_type`"
    }
  }
}
