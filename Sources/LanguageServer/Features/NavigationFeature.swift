import Diagnostics
import Foundation
import JSON
import Script
import Syntax

/// Where names are introduced and used, and giving them other names.
struct NavigationFeature {
  let analysis: Analysis
  let documents: DocumentStore
  let host: ResolvingHost

  private var document: Document { analysis.document }

  // MARK: Finding

  /// Where the name at an offset is introduced, or the file that a `use` names; null elsewhere.
  func definition(at offset: Int) -> JSONValue {
    var locations = Locations(documents)
    if let occurrence = analysis.occurrence(at: offset) {
      return locations.location(occurrence.definition) ?? .null
    }
    for (lower, file) in analysis.program.usedFiles where isInString(offset, from: lower) {
      return locations.location(SourceRange(file, 0, 0)) ?? .null
    }
    return .null
  }

  /// Whether an offset is in the quotes that begin at another.
  private func isInString(_ offset: Int, from lower: Int) -> Bool {
    let bytes = document.file.bytes
    guard offset >= lower, offset <= bytes.count else { return false }
    return !bytes[min(lower + 1, offset)..<offset].contains { $0 == 0x22 || $0 == 0x0A }
  }

  /// Every use of the name at an offset, in the files of the program and in scripts that use this one.
  func references(at offset: Int, includesDefinition: Bool) -> JSONValue {
    guard let occurrence = analysis.occurrence(at: offset) else { return .null }
    var locations = Locations(documents)
    return .array(
      everywhere(occurrence.definition)
        .filter { includesDefinition || !$0.range.isSamePlace(as: $0.definition) }
        .compactMap { locations.location($0.range) })
  }

  /// The same within the document, to be marked.
  func highlights(at offset: Int) -> JSONValue {
    guard let occurrence = analysis.occurrence(at: offset) else { return .null }
    return .array(
      analysis.occurrences(of: occurrence.definition)
        .filter { $0.range.file === document.file }
        .map { found in
          .record([
            "range": document.range(found.range.lower..<found.range.upper),
            "kind": .integer(found.isDefinition ? 3 : 2),
          ])
        })
  }

  /// Occurrences in the program's files and in other programs that may use them, each place once.
  private func everywhere(_ definition: SourceRange) -> [NameOccurrence] {
    var found = analysis.occurrences(of: definition)
    guard definition.file.path != nil else { return found }
    for file in scripts(beside: definition.file) where file.path != document.file.path {
      let other = Analysis(
        Document(uri: file.name, version: 0, file: file), host)
      for occurrence in other.occurrences(of: definition)
      where !found.contains(where: { $0.range.isSamePlace(as: occurrence.range) }) {
        found.append(occurrence)
      }
    }
    return found
  }

  /// Open documents, and the scripts of the folder around a file, that have a `use`.
  private func scripts(beside file: SourceFile) -> [SourceFile] {
    var files = documents.all.map(\.file).filter { $0 !== file }
    if let path = file.path {
      let folder = (path as NSString).deletingLastPathComponent
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      for name in names.filter({ $0.hasSuffix(".pts") }).sorted().prefix(200) {
        let url = URL(fileURLWithPath: folder).appendingPathComponent(name)
        guard !files.contains(where: { $0.path == url.path }), url.path != path,
          let size = try? url.resourceValues(forKeys: [.fileSizeKey]).fileSize, size < 1 << 20,
          let data = try? Data(contentsOf: url), let text = String(data: data, encoding: .utf8)
        else { continue }
        files.append(SourceFile(name: name, path: url.path, text: text))
      }
    }
    return files.filter { $0.text.contains("use ") }
  }

  // MARK: Renaming

  /// The range of a name that can be renamed; null where there is none.
  func renameRange(at offset: Int) -> JSONValue {
    guard let occurrence = analysis.occurrence(at: offset) else { return .null }
    let range = occurrence.range.lower..<occurrence.range.upper
    return .record(["range": document.range(range), "placeholder": .text(occurrence.name)])
  }

  /// The edits that rename what is at an offset, wherever it is used. Refused where the script would
  /// mean something else afterwards: where the name is taken, or hides what is used.
  func rename(at offset: Int, to name: String) throws -> JSONValue {
    guard let occurrence = analysis.occurrence(at: offset) else {
      throw ResponseError(.requestFailed, "there is no name of the script here")
    }
    guard Self.isName(name) else {
      throw ResponseError(
        .requestFailed, "\(name.debugDescription) isn't a name: letters, digits and `_`, no keyword"
      )
    }
    let found = everywhere(occurrence.definition)
    try check(found, name)
    var locations = Locations(documents)
    var edits: [(uri: String, edits: [JSONValue])] = []
    for place in found {
      guard let uri = locations.uri(of: place.range.file) else { continue }
      let edit = JSONValue.record([
        "range": locations.positions(place.range), "newText": .text(name),
      ])
      if let index = edits.firstIndex(where: { $0.uri == uri }) {
        edits[index].edits.append(edit)
      } else {
        edits.append((uri, [edit]))
      }
    }
    let changes = edits.map { JSONMember(key: Array($0.uri.utf8), value: .array($0.edits)) }
    return .record(["changes": .object(changes)])
  }

  private static func isName(_ name: String) -> Bool {
    let file = SourceFile(name: "", text: "let \(name) = 1")
    let (cells, diagnostics) = Parser.parse(file)
    guard diagnostics.isEmpty, cells.count == 1, cells[0].statements.count == 1,
      case .define(let names, _, _) = cells[0].statements[0].kind
    else { return false }
    return names.map(\.name) == [name] && HistoryName.number(name) == nil
  }

  /// Reads every file as it would be and holds it to what it was: the same names at the same places
  /// mean the same, and nothing is wrong that wasn't.
  private func check(_ found: [NameOccurrence], _ name: String) throws {
    var files: [SourceFile] = []
    for place in found where !files.contains(where: { $0 === place.range.file }) {
      files.append(place.range.file)
    }
    let renamed = files.map { file in
      let places = found.filter { $0.range.file === file }.map { $0.range.lower..<$0.range.upper }
      return (file: file, edit: RenamedFile(file, places, name))
    }
    let after = host.replacing(renamed.map(\.edit.file))
    for (file, edit) in renamed {
      let old = Analysis(Document(uri: file.name, version: 0, file: file), host)
      let new = Analysis(Document(uri: file.name, version: 0, file: edit.file), after)
      let (oldErrors, newErrors) = (Self.errors(old), Self.errors(new))
      guard newErrors.count <= oldErrors.count else {
        let fault = newErrors.first { fault in !oldErrors.contains { $0.message == fault.message } }
        throw ResponseError(
          .requestFailed, "`\(name)` can't be used here: \(fault?.message ?? "the script breaks")")
      }
      let links = Set(old.occurrences.compactMap { edit.link($0, in: file) })
      let newLinks = Set(new.occurrences.compactMap { RenamedFile.link($0, in: edit.file) })
      guard links == newLinks else {
        throw ResponseError(
          .requestFailed, "another `\(name)` would be meant in places of \(file.name)")
      }
    }
  }

  private static func errors(_ analysis: Analysis) -> [Diagnostic] {
    analysis.program.diagnostics.filter { $0.severity == .error }
  }
}
