import Foundation
import Hub
import JSON
import LanguageServer
import Script
import XCTest

/// A client of a server in this process, over pipes.
final class ServerClient: @unchecked Sendable {
  private let input = Pipe()
  private let output = Pipe()
  private let condition = NSCondition()
  private var answers: [JSONValue] = []
  private var published: [JSONValue] = []
  private var outcome: String??
  private var lastID = 1_000_000

  init() {
    let (read, write) = (
      input.fileHandleForReading.fileDescriptor, output.fileHandleForWriting.fileDescriptor
    )
    Thread.detachNewThread { [self] in
      let reason: String? = DeepStack.run {
        LanguageServer(
          input: read, output: write, hub: HubSettings(environment: ["HF_HUB_OFFLINE": "1"]),
          version: "test"
        ).run()
      }
      condition.withLock {
        outcome = .some(reason)
        condition.broadcast()
      }
    }
    let answersFrom = output.fileHandleForReading.fileDescriptor
    Thread.detachNewThread { [self] in
      var reader = MessageReader(descriptor: answersFrom)
      while let text = try? reader.next(), let message = try? JSONValue(parsing: text) {
        condition.withLock {
          if message["id"] != nil { answers.append(message) } else { published.append(message) }
          condition.broadcast()
        }
      }
    }
  }

  // MARK: Sending

  func send(bytes: [UInt8]) { input.fileHandleForWriting.write(Data(bytes)) }

  func send(text: String) {
    send(bytes: Array("Content-Length: \(text.utf8.count)\r\n\r\n\(text)".utf8))
  }

  func notify(_ method: String, _ parameters: JSONValue) {
    send(
      text: JSONValue.record([
        "jsonrpc": .text("2.0"), "method": .text(method), "params": parameters,
      ]).compact)
  }

  /// The whole answer to a request; nil where none comes within some seconds.
  func answer(
    _ method: String, _ parameters: JSONValue = .null, seconds: Double = 20
  ) -> JSONValue? {
    lastID += 1
    let id = JSONValue.integer(lastID)
    send(
      text: JSONValue.record([
        "jsonrpc": .text("2.0"), "id": id, "method": .text(method), "params": parameters,
      ]).compact)
    return wait(seconds) { self.answers.first { $0["id"] == id } }
  }

  /// The answers that have no request of their own.
  func strayAnswer(seconds: Double = 20) -> JSONValue? {
    wait(seconds) { self.answers.first { $0["id"] == JSONValue.null } }
  }

  // MARK: Waiting

  private func wait<T>(_ seconds: Double, _ find: () -> T?) -> T? {
    condition.withLock {
      let end = Date(timeIntervalSinceNow: seconds)
      while true {
        if let found = find() { return found }
        guard condition.wait(until: end) else { return find() }
      }
    }
  }

  /// The diagnostics of a document's version, the last ones that were published by then; nil where
  /// none of them fulfils a condition within some seconds.
  func diagnostics(
    _ uri: String, version: Int, seconds: Double = 20,
    where isWanted: @escaping ([JSONValue]) -> Bool = { _ in true }
  ) -> [JSONValue]? {
    wait(seconds) {
      self.published.compactMap { message -> [JSONValue]? in
        guard message["params"]?["uri"]?.string == uri,
          message["params"]?["version"]?.int == version
        else { return nil }
        return message["params"]?["diagnostics"]?.array
      }.last(where: isWanted)
    }
  }

  /// Why the server ended: `.some(nil)` for a leave in good order.
  func end() -> String?? { wait(20) { self.outcome } }

  func close() { try? input.fileHandleForWriting.close() }

  // MARK: Documents

  /// An initialized server.
  static func started() -> ServerClient {
    let client = ServerClient()
    _ = client.answer("initialize", .record(["capabilities": .object([])]))
    client.notify("initialized", .object([]))
    return client
  }

  func open(_ uri: String, _ text: String) {
    notify(
      "textDocument/didOpen",
      .record([
        "textDocument": .record([
          "uri": .text(uri), "languageId": .text("pts"), "version": .integer(1),
          "text": .text(text),
        ])
      ]))
  }

  /// The result of a request about a position, which is the UTF-16 offset of a mark in the text.
  func result(
    _ method: String, _ uri: String, _ line: Int, _ character: Int,
    _ more: KeyValuePairs<String, JSONValue> = [:]
  ) -> JSONValue? {
    var members: [JSONMember] = [
      JSONMember(key: Array("textDocument".utf8), value: .record(["uri": .text(uri)])),
      JSONMember(
        key: Array("position".utf8), value: Position(line: line, character: character).json),
    ]
    for (name, value) in more { members.append(JSONMember(key: Array(name.utf8), value: value)) }
    return answer("textDocument/\(method)", .object(members))?["result"]
  }
}
