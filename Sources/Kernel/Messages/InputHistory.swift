import Foundation
import JSON
import LineEditor
import Synchronization

/// What was run: in this kernel, and before it in shells and other kernels, which share a file.
final class InputHistory: Sendable {
  struct Entry: Sendable {
    /// 0 for what came before this kernel.
    let session: Int
    let line: Int
    let input: String
    var output: String?
  }

  private let file: HistoryFile
  private let entries: Mutex<[Entry]>

  init(_ url: URL) {
    file = HistoryFile(url: url)
    entries = Mutex(
      file.load().enumerated().map {
        Entry(session: 0, line: $0.offset + 1, input: $0.element, output: nil)
      })
  }

  func add(_ input: String, line: Int, output: String?) {
    guard input.contains(where: { !$0.isWhitespace }) else { return }
    entries.withLock { $0.append(Entry(session: 1, line: line, input: input, output: output)) }
    file.append(input)
  }

  /// The content of `history_reply`; nil for a kind of access that isn't known.
  func content(_ request: JSONValue) -> JSONValue? {
    let all = entries.withLock { $0 }
    let chosen: [Entry]
    switch request["hist_access_type"]?.string {
    case "tail": chosen = all.suffix(max(0, request["n"]?.int ?? 100))
    case "range":
      let session = request["session"]?.int ?? 0
      // 0 is the current session, negative ones are before it.
      let wanted = session == 0 ? 1 : session < 0 ? 0 : session
      let start = request["start"]?.int ?? 0
      let stop = request["stop"]?.int ?? .max
      chosen = all.filter { $0.session == wanted && $0.line >= start && $0.line < stop }
    case "search":
      chosen = search(
        all, request["pattern"]?.string ?? "*", isUnique: request["unique"]?.bool ?? false
      ).suffix(max(0, request["n"]?.int ?? .max))
    default: return nil
    }
    let hasOutput = request["output"]?.bool ?? false
    return .record([
      "status": .text("ok"),
      "history": .array(
        chosen.map { entry in
          let text = JSONValue.text(entry.input)
          let output = entry.output.map { JSONValue.text($0) } ?? .null
          return .array([
            .integer(entry.session), .integer(entry.line),
            hasOutput ? .array([text, output]) : text,
          ])
        }),
    ])
  }

  /// - Parameter pattern: with `*` and `?` as in names of files.
  private func search(_ all: [Entry], _ pattern: String, isUnique: Bool) -> [Entry] {
    let found = all.filter { fnmatch(pattern, $0.input, 0) == 0 }
    guard isUnique else { return found }
    var seen: Set<String> = []
    return found.reversed().filter { seen.insert($0.input).inserted }.reversed()
  }
}
