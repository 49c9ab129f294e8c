import Script

/// The definitions of one top-level name in a session, one after the other: values of one variable.
struct NameHistory {
  struct Place {
    let cell: Int
    let range: Range<Int>
  }

  struct Version {
    let definition: Place
    /// The index of the statement in its cell.
    let statement: Int
    /// Whether the statement does no more than to define this name.
    let isPlain: Bool
    /// Up to the next definition.
    fileprivate(set) var uses: [Place] = []
    /// Those of a function in its own body.
    fileprivate(set) var ownUses: [Place] = []
    /// Whether a function that was made before it uses the name.
    fileprivate var isSeen = false
  }

  let name: String
  private(set) var versions: [Version] = []
  /// False where functions made before use the builtin of this name, or the name was forgotten.
  fileprivate(set) var keepsName: Bool
  private var hasFunctionUse = false

  fileprivate init(_ name: String, keepsName: Bool) {
    self.name = name
    self.keepsName = keepsName
  }

  /// Whether a function uses the name that sees more than one of its values.
  var isCaptured: Bool { versions.dropFirst().contains(where: \.isSeen) }

  fileprivate mutating func define(_ version: Version) {
    versions.append(version)
    versions[versions.count - 1].isSeen = hasFunctionUse
  }

  fileprivate mutating func use(_ place: Place, isInFunction: Bool) {
    versions[versions.count - 1].uses.append(place)
    if isInFunction { hasFunctionUse = true }
  }

  fileprivate mutating func useInItself(_ place: Place) {
    versions[versions.count - 1].ownUses.append(place)
  }

  /// Takes out the definitions that nothing used before the next one.
  mutating func takeUnused() -> [(cell: Int, statement: Int)] {
    let unused = versions.dropLast().filter { $0.isPlain && $0.uses.isEmpty && !$0.isSeen }
    versions =
      versions.dropLast().filter { !($0.isPlain && $0.uses.isEmpty && !$0.isSeen) }
      + versions.suffix(1)
    return unused.map { ($0.definition.cell, $0.statement) }
  }
}

/// The histories of all names of a session's cells.
struct NameHistories {
  private(set) var all: [NameHistory] = []
  /// The history of each name that is defined.
  private var current: [String: Int] = [:]
  /// Builtins that functions use.
  private var captured: Set<String> = []
  /// Where functions use names that cells below define.
  private var ahead: [String: [NameHistory.Place]] = [:]

  init(_ cells: [NotebookCell]) {
    for (cell, notebookCell) in cells.enumerated() {
      for (index, statement) in notebookCell.statements.enumerated() {
        add(statement, index, cell)
      }
      for name in notebookCell.forgotten {
        if let known = current.removeValue(forKey: name) { all[known].keepsName = false }
      }
    }
  }

  private mutating func add(_ statement: CellStatement, _ index: Int, _ cell: Int) {
    let defined = Set(statement.defined.map(\.name))
    var isFunction = false
    if case .function = statement.kind { isFunction = true }
    func isOwn(_ use: NameUse) -> Bool { isFunction && defined.contains(use.name) }
    for use in statement.uses where !isOwn(use) {
      if let known = current[use.name] {
        all[known].use(.init(cell: cell, range: use.range), isInFunction: use.isInFunction)
      } else if use.isInFunction, use.isDefined {
        ahead[use.name, default: []].append(.init(cell: cell, range: use.range))
      } else if use.isInFunction {
        captured.insert(use.name)
      }
    }
    for (name, range) in statement.defined {
      if current[name] == nil {
        current[name] = all.count
        all.append(NameHistory(name, keepsName: !captured.contains(name)))
      }
      all[current[name]!].define(
        .init(
          definition: .init(cell: cell, range: range), statement: index,
          isPlain: !statement.hasEffects && defined.count == 1))
      for place in ahead.removeValue(forKey: name) ?? [] {
        all[current[name]!].use(place, isInFunction: true)
      }
    }
    for use in statement.uses where isOwn(use) {
      all[current[use.name]!].useInItself(.init(cell: cell, range: use.range))
    }
  }
}
