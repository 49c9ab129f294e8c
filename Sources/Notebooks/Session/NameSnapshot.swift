import Script

/// The names of a session as they were between two cells, for threads that must not wait for it.
///
/// It knows the values of names and not those of longer paths, of which completion knows the types.
package struct NameSnapshot: NameSource, Sendable {
  private struct Entry: Sendable {
    let known: Completer.KnownName
    let typeName: String?
    let members: [(name: String, doc: String?)]
    let description: String?
    let columns: [String]
  }

  private var entries: [String: Entry] = [:]
  package private(set) var cellNames: [String] = []

  package init() {}

  package init(_ session: Session) {
    for known in session.knownNames {
      let name = known.name
      entries[name] = Entry(
        known: known, typeName: session.typeName(ofPath: name),
        members: session.members(ofPath: name), description: session.description(ofPath: name),
        columns: session.columns(of: name))
    }
    cellNames = session.cellNames
  }

  /// These names, and those of another session that hide them.
  package func merging(_ other: NameSnapshot) -> NameSnapshot {
    var merged = self
    merged.entries.merge(other.entries) { $1 }
    merged.cellNames = Set(cellNames + other.cellNames).sorted()
    return merged
  }

  package var globalNames: [String] { entries.keys.sorted() }
  package var knownNames: [Completer.KnownName] { globalNames.map { entries[$0]!.known } }

  package func members(ofPath path: String) -> [(name: String, doc: String?)] {
    entries[path]?.members ?? []
  }

  package func typeName(ofPath path: String) -> String? { entries[path]?.typeName }
  package func description(ofPath path: String) -> String? { entries[path]?.description }
  package func columns(of name: String) -> [String] { entries[name]?.columns ?? [] }
}
