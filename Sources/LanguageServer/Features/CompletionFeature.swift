import Foundation
import JSON
import Notebooks
import Script
import Syntax

/// Candidates at a position of a document, by the completer that the shell has.
struct CompletionFeature {
  let session: Session
  let analysis: Analysis
  private var document: Document { analysis.document }

  init(_ session: Session, _ analysis: Analysis) {
    (self.session, self.analysis) = (session, analysis)
  }

  private static let limit = 1000

  func items(at offset: Int) -> JSONValue {
    let folder = document.file.path.map { URL(fileURLWithPath: $0).deletingLastPathComponent() }
    let used = analysis.program.usedFiles.sorted { $0.key < $1.key }.flatMap { _, file in
      DeclaredNames.topLevel(of: file).map {
        Completer.KnownName($0.name, noun: $0.noun, doc: "from \(file.name)")
      }
    }
    let completer = SessionCompleter(
      session, folder: folder ?? URL(fileURLWithPath: FileManager.default.currentDirectoryPath),
      used: used)
    let found = completer.completion(of: document.file.text, at: offset)
    let range = document.range(found.range)
    let items = found.candidates.prefix(Self.limit).enumerated().map { index, candidate in
      var members: [JSONMember] = []
      func add(_ name: String, _ value: JSONValue) {
        members.append(JSONMember(key: Array(name.utf8), value: value))
      }
      add("label", .text(candidate.label))
      add("kind", .integer(Self.kind(candidate.kind)))
      if !candidate.help.isEmpty { add("detail", .text(candidate.help)) }
      // Clients sort by the text; these are in an order of their own.
      let digits = String(index)
      add("sortText", .text(String(repeating: "0", count: 5 - digits.count) + digits))
      add("filterText", .text(candidate.insert))
      add("textEdit", .record(["range": range, "newText": .text(candidate.insert)]))
      return JSONValue.object(members)
    }
    return .record([
      "isIncomplete": .bool(found.candidates.count > Self.limit), "items": .array(Array(items)),
    ])
  }

  /// The protocol's `CompletionItemKind`.
  private static func kind(_ kind: SessionCompleter.Candidate.Kind) -> Int {
    switch kind {
    case .language(let kind):
      switch kind {
      case .keyword: 14
      case .noun: 7
      case .field, .property: 10
      case .choice: 12
      case .function: 3
      case .method: 2
      case .name, .parameter: 6
      }
    case .command: 14
    case .column: 5
    case .file: 17
    case .folder: 19
    }
  }
}
