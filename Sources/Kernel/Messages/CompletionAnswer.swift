import Bindings
import Foundation
import JSON
import Notebooks

/// The answer to `complete_request`.
struct CompletionAnswer {
  let host: EngineHost
  let names: any NameSource
  /// The text of a cell that is being run, whose names will be there when it has ended.
  let running: String

  private static let most = 500

  /// - Parameter position: in code points.
  func content(_ code: String, at position: Int) -> JSONValue {
    let points = CodePoints(code)
    let before = running.isEmpty ? "" : running + "\n"
    let shift = before.utf8.count
    let folder = URL(
      fileURLWithPath: FileManager.default.currentDirectoryPath, isDirectory: true)
    let isCode = !code.hasPrefix(":") && !code.hasPrefix("?")
    let completer = InputCompleter(host, names, folder: folder)
    var found =
      isCode
      ? completer.completion(of: before + code, at: shift + points.byteOffset(position))
      : completer.completion(of: code, at: points.byteOffset(position))
    if isCode { found.range = found.range.lowerBound - shift..<found.range.upperBound - shift }
    let start = points.count(before: found.range.lowerBound)
    let end = points.count(before: found.range.upperBound)
    let candidates = found.candidates.prefix(Self.most)
    return .record([
      "status": .text("ok"), "matches": .array(candidates.map { .text($0.insert) }),
      "cursor_start": .integer(start), "cursor_end": .integer(end),
      "metadata": .record([
        "_jupyter_types_experimental": .array(
          candidates.map { candidate in
            .record([
              "start": .integer(start), "end": .integer(end), "text": .text(candidate.insert),
              "type": .text(Self.kind(candidate.kind)), "signature": .text(candidate.help),
            ])
          })
      ]),
    ])
  }

  /// A word for which JupyterLab has a picture.
  private static func kind(_ kind: SessionCompleter.Candidate.Kind) -> String {
    switch kind {
    case .language(let kind):
      switch kind {
      case .keyword: "keyword"
      case .noun: "class"
      case .field, .property: "property"
      case .choice: "value"
      case .function, .method: "function"
      case .name: "instance"
      case .parameter: "param"
      }
    case .command: "magic"
    case .column: "field"
    case .file, .folder: "path"
    }
  }
}
