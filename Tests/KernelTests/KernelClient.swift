import Crypto
import Foundation
import JSON
import XCTest
import ZeroMQClient

/// A kernel of the real program, and a front end of it that signs and reads messages by itself.
final class KernelClient {
  enum Channel: Int, CaseIterable {
    case shell = 1
    case control, stdin, iopub, heartbeat
  }

  struct Message {
    let kind: String
    /// The identifier of the request that it is about.
    let parent: String
    let content: JSONValue
  }

  let process = Process()
  let folder: URL
  /// Taken by the kernel and not yet looked at.
  private var key = SymmetricKey(data: Data("a key of the tests".utf8))
  private let context: UnsafeMutableRawPointer
  private var sockets: [Channel: UnsafeMutableRawPointer] = [:]
  private var count = 0

  /// Starts the kernel and waits until it publishes to this client.
  init() throws {
    if let reason = zclient_load() {
      throw XCTSkip("the kernel needs libzmq: \(String(cString: reason))")
    }
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("k\(UUID().uuidString.prefix(8))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let end = folder.appendingPathComponent("s").path
    let ports = zip(["shell", "control", "stdin", "iopub", "hb"], 1...)
      .map { "\"\($0)_port\": \($1)" }
    let file = folder.appendingPathComponent("connection.json")
    try Data(
      """
      {"transport": "ipc", "ip": "\(end)", "key": "a key of the tests",
       "signature_scheme": "hmac-sha256", \(ports.joined(separator: ", "))}
      """.utf8
    ).write(to: file)
    process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
      .deletingLastPathComponent().appendingPathComponent("pts")
    process.arguments = ["kernel", "run", file.path]
    process.environment = ProcessInfo.processInfo.environment.merging([
      "PTS_HOME": folder.appendingPathComponent("home").path, "SWIFT_BACKTRACE": "enable=no",
    ]) { $1 }
    process.standardError = FileHandle.nullDevice
    try process.run()
    context = zclient_context()
    for channel in Channel.allCases where channel != .heartbeat {
      sockets[channel] = zclient_connect(
        context, channel == .iopub ? 1 : 0, "ipc://\(end)-\(channel.rawValue)")
    }
    let welcome = try next(.iopub)
    XCTAssertEqual(welcome.kind, "iopub_welcome")
  }

  deinit {
    for socket in sockets.values { zclient_close(socket) }
    zclient_end(context)
    if process.isRunning { process.terminate() }
    try? FileManager.default.removeItem(at: folder)
  }

  // MARK: Sending

  /// Sends a request and returns its identifier.
  @discardableResult
  func send(
    _ kind: String, _ content: JSONValue = .object([]), on channel: Channel = .shell,
    subshell: String? = nil, parent: String = "", signedBy other: SymmetricKey? = nil
  ) throws -> String {
    count += 1
    let id = "message-\(count)"
    var header: KeyValuePairs<String, JSONValue> {
      [
        "msg_id": .text(id), "msg_type": .text(kind), "session": .text("test"),
        "username": .text("test"), "version": .text("5.5"), "date": .text("2026-01-01T00:00:00Z"),
        "subshell_id": subshell.map { .text($0) } ?? .null,
      ]
    }
    let parts = [
      JSONValue.record(header),
      parent.isEmpty ? .object([]) : .record(["msg_id": .text(parent)]), .object([]), content,
    ].map { Array($0.compact.utf8) }
    var code = HMAC<SHA256>(key: other ?? key)
    for part in parts { code.update(data: part) }
    let signature = code.finalize().map { String(format: "%02x", $0) }.joined()
    try send([Array("<IDS|MSG>".utf8), Array(signature.utf8)] + parts, on: channel)
    return id
  }

  func send(_ frames: [[UInt8]], on channel: Channel) throws {
    let socket = try XCTUnwrap(sockets[channel])
    for (index, frame) in frames.enumerated() {
      XCTAssertEqual(
        zclient_send(socket, frame, frame.count, index < frames.count - 1 ? 1 : 0), 0)
    }
  }

  // MARK: Receiving

  /// The next message, whose signature is checked.
  func next(_ channel: Channel, within seconds: Double = 30) throws -> Message {
    var frames: [[UInt8]] = []
    let status = withUnsafeMutablePointer(to: &frames) { frames in
      zclient_receive(sockets[channel], Int32(seconds * 1000), frames) { context, bytes, count in
        context!.assumingMemoryBound(to: [[UInt8]].self).pointee
          .append(Array(UnsafeRawBufferPointer(start: bytes, count: count)))
      }
    }
    guard status == 0 else { throw Silence(channel: channel) }
    let start = try XCTUnwrap(frames.firstIndex(of: Array("<IDS|MSG>".utf8)))
    var code = HMAC<SHA256>(key: key)
    for part in frames[(start + 2)...] { code.update(data: part) }
    let signature = code.finalize().map { String(format: "%02x", $0) }.joined()
    XCTAssertEqual(String(decoding: frames[start + 1], as: UTF8.self), signature)
    let values = try frames[(start + 2)...].map { try JSONValue(parsing: $0) }
    return Message(
      kind: values[0]["msg_type"]?.string ?? "", parent: values[1]["msg_id"]?.string ?? "",
      content: values[3])
  }

  struct Silence: Error { let channel: Channel }

  func reply(to id: String, on channel: Channel = .shell) throws -> Message {
    while true {
      let message = try next(channel)
      if message.parent == id { return message }
    }
  }

  /// What is published of a request, up to `idle`.
  func outputs(of id: String) throws -> [Message] {
    var outputs: [Message] = []
    while true {
      let message = try next(.iopub)
      guard message.parent == id else { continue }
      outputs.append(message)
      if message.content["execution_state"] == .text("idle") { return outputs }
    }
  }

  /// Runs a cell: its reply and what it published.
  func run(_ code: String, subshell: String? = nil) throws -> (reply: JSONValue, [Message]) {
    let id = try send("execute_request", .record(["code": .text(code)]), subshell: subshell)
    let reply = try reply(to: id)
    return (reply.content, try outputs(of: id))
  }
}
