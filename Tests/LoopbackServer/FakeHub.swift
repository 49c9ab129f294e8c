import Crypto
import Foundation
import Synchronization

/// One repository as the hub serves it: what is asked of a commit, with large files on a second server
/// that plays the part of the delivery network.
package final class FakeHub: Sendable {
  package struct File: Sendable {
    package var bytes: Data
    /// Whether it lies in the large store: named by SHA-256, and delivered by the other server.
    package var isLarge: Bool

    package init(_ bytes: Data, isLarge: Bool = false) {
      self.bytes = bytes
      self.isLarge = isLarge
    }

    package init(_ text: String) { self.init(Data(text.utf8)) }

    package var hash: String {
      let digits = { (byte: UInt8) in (byte < 16 ? "0" : "") + String(byte, radix: 16) }
      if isLarge { return SHA256.hash(data: bytes).map(digits).joined() }
      let blob = Data("blob \(bytes.count)\0".utf8) + bytes
      return Insecure.SHA1.hash(data: blob).map(digits).joined()
    }
  }

  /// What goes wrong once, the next time that the bytes of a file are asked for.
  package enum Trouble: Sendable {
    case cut(after: Int)
    case status(Int)
    case spoilt
    /// Delivers the whole file, whatever range was asked for.
    case noRanges
    case tooLong
  }

  package struct State: Sendable {
    package var files: [String: File]
    package var commit = String(repeating: "c0ffee42", count: 5)
    /// Names beside the commit that lead to it.
    package var references: Set<String> = ["main"]
    /// Who may read; nil for everyone.
    package var token: String?
    package var isGated = false
    package var troubles: [String: [Trouble]] = [:]
    /// Replaces the true list of files.
    package var listedNames: [String]?
    /// Replaces a file's true fields, by file and name.
    package var fields: [String: [String: String]] = [:]
    /// Between pieces of a large file, in microseconds.
    package var pause: UInt32 = 0
  }

  package let repository: String
  private let state: SharedState
  package let hub: LoopbackServer
  package let delivery: LoopbackServer

  /// Both servers' handlers see it.
  private final class SharedState: Sendable {
    let value: Mutex<State>
    init(_ state: State) { value = Mutex(state) }
  }

  package init(_ repository: String, _ files: [String: File]) throws {
    self.repository = repository
    let state = SharedState(State(files: files))
    self.state = state
    let delivery = try LoopbackServer { request in
      state.value.withLock { state in
        let name = String(request.path.dropFirst("/blob/".count))
        guard let file = state.files[name] else { return .init(404) }
        return Self.bytes(of: file, name, request, &state)
      }
    }
    self.delivery = delivery
    let address = delivery.address
    hub = try LoopbackServer { request in
      state.value.withLock { Self.reply(request, repository, address, &$0) }
    }
  }

  package func change<Result: Sendable>(_ body: (inout sending State) -> sending Result) -> Result {
    state.value.withLock { body(&$0) }
  }

  package var commit: String { change { $0.commit } }

  package func stop() {
    hub.stop()
    delivery.stop()
  }

  private static func reply(
    _ request: LoopbackServer.Request, _ repository: String, _ delivery: String,
    _ state: inout State
  ) -> LoopbackServer.Reply {
    let listing = "/api/models/\(repository)/revision/"
    let files = "/\(repository)/resolve/"
    let isListing = request.path.hasPrefix(listing)
    guard isListing || request.path.hasPrefix(files) else {
      return .init(404, ["X-Error-Code": "RepoNotFound"])
    }
    let path = request.path.dropFirst(isListing ? listing.count : files.count)
    let parts = path.split(separator: "/", maxSplits: 1).map { String($0).removingPercentEncoding! }
    guard let reference = parts.first,
      reference == state.commit || state.references.contains(reference)
    else { return .init(404, ["X-Error-Code": "RevisionNotFound"]) }
    let mayRead =
      state.token == nil || request.fields["authorization"] == "Bearer \(state.token!)"
    // The names of a gated model's files are open to all.
    if !mayRead, !(isListing && state.isGated) {
      return .init(
        state.isGated ? 403 : 401, ["X-Error-Code": state.isGated ? "GatedRepo" : "RepoNotFound"])
    }
    if isListing {
      let names = state.listedNames ?? state.files.keys.sorted()
      let body: [String: Any] = [
        "id": repository, "sha": state.commit, "siblings": names.map { ["rfilename": $0] },
      ]
      return .init(200, body: try! JSONSerialization.data(withJSONObject: body))
    }
    guard let name = parts.dropFirst().first, let file = state.files[name] else {
      return .init(404, ["X-Error-Code": "EntryNotFound", "X-Repo-Commit": state.commit])
    }
    let told = state.fields[name] ?? [:]
    let fields = ["X-Repo-Commit": state.commit]
    if file.isLarge {
      return .init(
        302,
        fields.merging([
          "X-Linked-ETag": "\"\(file.hash)\"", "X-Linked-Size": "\(file.bytes.count)",
          "Location": "\(delivery)/blob/\(name)",
        ]) { $1 }.merging(told) { $1 })
    }
    var reply = bytes(of: file, name, request, &state)
    reply.fields.merge(fields) { $1 }
    reply.fields["ETag"] = "\"\(file.hash)\""
    reply.fields.merge(told) { $1 }
    return reply
  }

  private static func bytes(
    of file: File, _ name: String, _ request: LoopbackServer.Request, _ state: inout State
  ) -> LoopbackServer.Reply {
    var reply = LoopbackServer.Reply(200, body: file.bytes)
    if request.method == "HEAD" { return reply }
    let trouble = state.troubles[name]?.isEmpty == false ? state.troubles[name]!.removeFirst() : nil
    if file.isLarge {
      reply.pause = state.pause
      reply.piece = state.pause > 0 ? 4096 : reply.piece
    }
    let range = request.fields["range"]?.split(separator: "=").last?.dropLast()
    var ignoresRange = false
    if case .noRanges = trouble { ignoresRange = true }
    if let start = range.flatMap({ Int($0) }), !ignoresRange {
      guard start < file.bytes.count else { return .init(416) }
      reply.status = 206
      reply.body = file.bytes.dropFirst(start)
      reply.fields["Content-Range"] =
        "bytes \(start)-\(file.bytes.count - 1)/\(file.bytes.count)"
    }
    switch trouble {
    case .cut(let count): reply.cut = count
    case .status(let status): reply = .init(status)
    case .spoilt: reply.body = Data(reply.body.map { ~$0 })
    case .tooLong: reply.body += Data(count: 100_000)
    case .noRanges, nil: break
    }
    return reply
  }
}
