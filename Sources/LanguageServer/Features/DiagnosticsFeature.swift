import Diagnostics
import JSON
import Script

/// Diagnostics of a document as the protocol has them.
struct DiagnosticsFeature {
  let document: Document
  let program: Program
  var locations: Locations

  /// The most that are sent for one document.
  private static let limit = 500

  mutating func json() -> JSONValue {
    .array(program.diagnostics.prefix(Self.limit).map { json($0) })
  }

  private mutating func json(_ diagnostic: Diagnostic) -> JSONValue {
    var message = diagnostic.message
    var related = diagnostic.notes
    var range = 0..<0
    if let place = diagnostic.range {
      if place.file === document.file {
        range = place.lower..<place.upper
      } else {
        // A fault of a used file is shown at the `use` that brings it, with the way to it.
        message = "\(place.file.name): \(message)"
        related.insert(Diagnostic.Note(diagnostic.message, at: place), at: 0)
        range = use(of: place.file) ?? range
      }
    }
    if let hint = diagnostic.hint { message += "\n\(hint)" }
    var places: [JSONValue] = []
    for note in related {
      guard let range = note.range, let location = locations.location(range) else {
        message += "\n\(note.message)"
        continue
      }
      places.append(.record(["location": location, "message": .text(note.message)]))
    }
    return .record([
      "range": document.range(range),
      "severity": .integer(diagnostic.severity == .error ? 1 : 2),
      "source": .text("pts"), "message": .text(message),
      "relatedInformation": .array(places),
    ])
  }

  /// The path of the `use` statement for a file; the first one, where the file is used by another.
  private func use(of file: SourceFile) -> Range<Int>? {
    let uses = program.usedFiles.sorted { $0.key < $1.key }
    guard let lower = (uses.first { $0.value === file } ?? uses.first)?.key else { return nil }
    let line = document.lines.line(at: lower)
    return lower..<document.lines.end(ofLine: line)
  }
}
