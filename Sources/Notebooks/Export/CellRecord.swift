import Bindings
import Crypto
import Files
import Foundation
import JSON
import Runs
import Script

/// What a cell gave when it ran, as digests: what a notebook says of its cells, and what running them
/// again has to give.
package struct CellRecord: Equatable, Sendable {
  /// A name that the cell has defined.
  package struct Name: Equatable, Sendable {
    package let name: String
    /// The word for its value: `model`, `dataset`, `run`, `number`.
    package let kind: String
    package let digest: String
  }

  package struct Run: Equatable, Sendable {
    package let name: String
    package let key: String
  }

  /// A file that the cell has read.
  package struct File: Equatable, Sendable {
    /// Relative to the script's folder; absolute where the script is no file.
    package let path: String
    package let digest: String
  }

  /// Of the text that was run.
  package let code: String
  package let names: [Name]
  /// Of the last expression's value; nil where there is none.
  package let value: String?
  /// Of what it printed and showed; without progress and remarks.
  package let outputs: String
  package let runs: [Run]
  package let files: [File]

  /// - Parameter value: of a name that the cell has defined.
  init(_ cell: NotebookCell, value named: (String) -> Value?) {
    code = Self.digest(cell.source)
    let values = cell.defined.compactMap { name in named(name).map { (name, $0) } }
    names = values.map {
      Name(name: $0.0, kind: $0.1.typeName, digest: ValueDigest($0.1).hex)
    }
    value = cell.value.isNone ? nil : ValueDigest(cell.value).hex
    outputs = Self.digest(cell.outputs.compactMap(\.recordedText).joined(separator: "\u{0}"))
    let folder = cell.text.file.path.map {
      $0.split(separator: "/").dropLast().joined(separator: "/")
    }
    files = (cell.trace?.files ?? []).compactMap { file in
      let path = file.url.path
      let name = folder.map { RelativePath.of(path, from: $0) } ?? path
      return file.digest.map { File(path: name, digest: $0) }
    }
    var seen: Set<String> = []
    runs = (values.map(\.1) + [cell.value]).flatMap(\.keptRuns)
      .map { Run(name: $0.name, key: $0.key.hex) }.filter { seen.insert($0.key).inserted }
  }

  static func digest(_ text: String) -> String {
    SHA256.hash(data: Data(text.utf8)).hexadecimal
  }
}

extension CellOutput {
  /// What has to be the same when the cell runs again; nil of progress and remarks, which depend on
  /// the clock and on what the store has.
  fileprivate var recordedText: String? {
    switch self {
    case .stdout(let text): "out " + text
    case .display(let data), .value(let data, _):
      "show " + (DisplayData.types.lazy.reversed().compactMap(data.content).first ?? "")
    case .stderr, .diagnostics, .notice, .interrupted, .run, .download, .work, .heading, .clear: nil
    }
  }
}

// MARK: JSON

extension CellRecord {
  var json: JSONValue {
    var members: [JSONMember] = [JSONMember("code", .text(code))]
    if !names.isEmpty {
      members.append(
        JSONMember(
          "names",
          .object(
            names.map {
              JSONMember($0.name, .record(["kind": .text($0.kind), "digest": .text($0.digest)]))
            })))
    }
    if let value { members.append(JSONMember("value", .text(value))) }
    members.append(JSONMember("outputs", .text(outputs)))
    if !files.isEmpty {
      members.append(
        JSONMember(
          "files",
          .array(files.map { .record(["path": .text($0.path), "digest": .text($0.digest)]) })))
    }
    if !runs.isEmpty {
      members.append(
        JSONMember(
          "runs",
          .array(runs.map { .record(["name": .text($0.name), "key": .text($0.key)]) })))
    }
    return .object(members)
  }

  /// Nil for anything that isn't a record.
  init?(_ json: JSONValue) {
    guard let code = json["code"]?.string, let outputs = json["outputs"]?.string else { return nil }
    self.code = code
    self.outputs = outputs
    value = json["value"]?.string
    names = (json["names"]?.object ?? []).compactMap { member in
      guard let kind = member.value["kind"]?.string, let digest = member.value["digest"]?.string
      else { return nil }
      return Name(name: member.name, kind: kind, digest: digest)
    }
    files = (json["files"]?.array ?? []).compactMap { file in
      guard let path = file["path"]?.string, let digest = file["digest"]?.string else { return nil }
      return File(path: path, digest: digest)
    }
    runs = (json["runs"]?.array ?? []).compactMap { run in
      guard let name = run["name"]?.string, let key = run["key"]?.string else { return nil }
      return Run(name: name, key: key)
    }
  }
}

extension JSONMember {
  init(_ name: String, _ value: JSONValue) { self.init(key: Array(name.utf8), value: value) }
}
