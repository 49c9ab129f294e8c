import Bindings
import Foundation
import JSON
import Notebooks
import Ranks
import Script

/// Answers the requests of the main shell or of a subshell, one after the other, on its own thread.
final class ShellHandler {
  /// What all shells of a kernel share.
  struct Surroundings: Sendable {
    let settings: KernelSettings
    let publisher: Publisher
    let inputs: InputBroker
    let follower: DisplayFollower
    let history: InputHistory
    let state: KernelState
  }

  private let around: Surroundings
  private let queue: RequestQueue
  private let interrupt: InterruptFlag
  private let isMain: Bool
  private let sink: KernelSink
  private let session: InteractiveSession
  /// Who asks for the line that a cell waits for.
  private let asker: Asker
  /// The cells that waited when one failed; what comes after its reply isn't among them.
  private var left: [KernelMessage] = []
  /// The status that a cell has left with.
  private(set) var exitStatus: Int32?

  private final class Asker { var request: KernelMessage? }

  /// - Parameter interrupt: raised to end the cell that runs.
  init(
    _ around: Surroundings, _ queue: RequestQueue, _ interrupt: InterruptFlag, isMain: Bool
  ) {
    (self.around, self.queue, self.interrupt, self.isMain) = (around, queue, interrupt, isMain)
    let asker = Asker()
    self.asker = asker
    sink = KernelSink(around.publisher, around.follower)
    let session = Session(
      sink: sink, interrupt: interrupt, hub: around.settings.hub,
      storeFolder: around.settings.storeFolder, resumesRuns: false,
      readLine: { prompt in
        guard let request = asker.request else { return nil }
        return try around.inputs.line(prompt, for: request, interrupt)
      },
      advice: { "\($0).resume() continues it" })
    self.session = InteractiveSession(
      session, runs: RunPages(folder: around.settings.storeFolder, emit: session.emit),
      keys: "Tab completes, Shift-Tab explains, the stop button ends what runs")
  }

  /// Until the queue is closed or a cell leaves.
  func run() {
    // The tables of names are made once for the process; the first key that asks must not wait for them.
    _ = CompletionAnswer(host: session.session.host, names: names, running: "").content("", at: 0)
    while exitStatus == nil, let request = queue.next() {
      around.publisher.publish(isBusy: true, about: request)
      if let content = answer(request) {
        around.publisher.reply(content, to: request, on: .shell)
      }
      around.publisher.publish(isBusy: false, about: request)
      abort()
    }
  }

  private var names: any NameSource {
    isMain ? session.session : around.state.names.merging(NameSnapshot(session.session))
  }

  /// The content of the reply; nil where there is none.
  private func answer(_ request: KernelMessage) -> JSONValue? {
    let content = request.content
    let code = content["code"]?.string ?? ""
    let position = content["cursor_pos"]?.int ?? code.unicodeScalars.count
    let host = session.session.host
    switch request.header.kind {
    case "execute_request": return execute(request, code)
    case "complete_request":
      let running = isMain ? "" : around.state.running
      return CompletionAnswer(host: host, names: names, running: running)
        .content(code, at: position)
    case "inspect_request":
      return InspectionAnswer(host: host, names: names).content(code, at: position)
    case "is_complete_request": return Self.completeness(of: code)
    case "history_request":
      return around.history.content(content)
        ?? .failure("`hist_access_type` is tail, range or search")
    case "kernel_info_request": return KernelInformation.content(version: around.settings.version)
    case "comm_info_request": return .record(["status": .text("ok"), "comms": .object([])])
    case "comm_open":
      // There is nothing at this side that a widget could talk to.
      around.publisher.publish(
        "comm_close", .record(["comm_id": content["comm_id"] ?? .text(""), "data": .object([])]),
        about: request)
      return nil
    case "comm_msg", "comm_close": return nil
    case let kind: return .failure("this kernel doesn't know `\(kind)`")
    }
  }

  private static func completeness(of code: String) -> JSONValue {
    switch InputLanguage.completeness(of: code) {
    case .complete: .record(["status": .text("complete")])
    case .incomplete(let indent):
      .record([
        "status": .text("incomplete"), "indent": .text(String(repeating: " ", count: indent)),
      ])
    case .error: .record(["status": .text("invalid")])
    }
  }

  // MARK: Running

  private func execute(_ request: KernelMessage, _ code: String) -> JSONValue {
    let isSilent = request.content["silent"]?.bool ?? false
    let number = session.session.nextNumber
    if !isSilent {
      around.publisher.publish(
        "execute_input", .record(["code": .text(code), "execution_count": .integer(number)]),
        about: request)
    }
    interrupt.lower()
    sink.begin(isSilent ? nil : request)
    asker.request = request
    if isMain { around.state.running = code }
    let rest = session.submit(code)
    asker.request = nil
    // A run that ^C ended is kept, and the cells that wait after it must not run all the same.
    if session.session.cells.last?.ending == .interrupted, sink.report.error == nil {
      sink.receive(.interrupted)
    }
    var payload = sink.report.pages.map { page in
      JSONValue.record(["source": .text("page"), "data": page, "start": .integer(0)])
    }
    switch rest {
    case .none: break
    case .edit(let text):
      payload.append(
        .record([
          "source": .text("set_next_input"), "text": .text(text), "replace": .bool(false),
        ]))
    case .editFile(let path):
      sink.receive(.notice("open \(path) in the notebook's own editor"))
    case .leave(let status):
      exitStatus = status
      payload.append(.record(["source": .text("ask_exit"), "keepkernel": .bool(false)]))
    }
    if isMain {
      around.state.names = NameSnapshot(session.session)
      around.state.running = ""
    }
    let last = session.session.nextNumber - 1
    let count = last < number ? number : last
    let expressions = evaluate(request.content["user_expressions"])
    let report = sink.report
    sink.begin(nil)
    if !isSilent, request.content["store_history"]?.bool ?? true {
      around.history.add(code, line: number, output: report.result)
    }
    if let error = report.error {
      if request.content["stop_on_error"]?.bool ?? true { left = queue.take("execute_request") }
      return .object(
        [.init("status", .text("error")), .init("execution_count", .integer(count))]
          + (error.object ?? []))
    }
    return .record([
      "status": .text("ok"), "execution_count": .integer(count), "payload": .array(payload),
      "user_expressions": expressions,
    ])
  }

  /// Answers the cells that waited when one failed.
  private func abort() {
    defer { left = [] }
    for request in left {
      around.publisher.publish(isBusy: true, about: request)
      around.publisher.reply(.record(["status": .text("aborted")]), to: request, on: .shell)
      around.publisher.publish(isBusy: false, about: request)
    }
  }

  /// Names and paths of names, for clients that want to know a value after a cell.
  private func evaluate(_ expressions: JSONValue?) -> JSONValue {
    .object(
      (expressions?.object ?? []).map { member in
        let path = member.value.string ?? ""
        guard let value = session.session.interpreter.value(ofPath: path) else {
          return JSONMember(
            key: member.key, value: .failure("`\(path)` isn't a name that a cell has defined"))
        }
        return JSONMember(
          key: member.key,
          value: .record([
            "status": .text("ok"), "data": .record(["text/plain": .text(value.source)]),
            "metadata": .object([]),
          ]))
      })
  }
}

extension JSONValue {
  /// The content of a reply that says what went wrong.
  static func failure(_ message: String) -> JSONValue {
    .record([
      "status": .text("error"), "ename": .text("Error"), "evalue": .text(message),
      "traceback": .array([]),
    ])
  }
}

extension JSONMember {
  fileprivate init(_ name: String, _ value: JSONValue) {
    self.init(key: Array(name.utf8), value: value)
  }
}
