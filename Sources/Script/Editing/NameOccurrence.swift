import Diagnostics
import Syntax

/// A name of a program, where it is introduced or used.
package struct NameOccurrence: Sendable, Equatable {
  package let name: String
  package let range: SourceRange
  /// Where the name is introduced, which may be another file; occurrences of one thing share it.
  package let definition: SourceRange
  package let role: NameRole

  package var isDefinition: Bool { range == definition }
}

extension Program {
  /// Every use and definition of the names that the program's files introduce, each file's in the
  /// order of their positions; builtins and names of a session's earlier cells have none.
  package var occurrences: [NameOccurrence] {
    var seen: Set<ObjectIdentifier> = []
    var found: [NameOccurrence] = []
    func visit(_ file: ResolvedFile) {
      guard seen.insert(ObjectIdentifier(file)).inserted else { return }
      found += file.occurrences
      for used in file.uses.sorted(by: { $0.key < $1.key }) { visit(used.value) }
    }
    visit(resolved)
    return found
  }

  /// The files of the `use` statements, by the UTF-8 offset of the path.
  package var usedFiles: [Int: SourceFile] { resolved.uses.mapValues(\.file) }
}

extension ResolvedFile {
  fileprivate var occurrences: [NameOccurrence] {
    resolution.all.sorted { $0.lower < $1.lower }.compactMap { lower, binding in
      guard binding.range.upper > binding.range.lower else { return nil }
      return NameOccurrence(
        name: binding.name, range: SourceRange(file, lower, lower + binding.name.utf8.count),
        definition: binding.range, role: binding.role)
    }
  }
}
