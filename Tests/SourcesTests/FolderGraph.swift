/// Which folders of a target use which others, by the names that cross from one to another.
struct FolderGraph {
  struct Crossing {
    let file: String
    let line: Int
    let name: String
    /// The file that declares the name.
    let declaredIn: String

    var text: String { "\(file):\(line) uses \(name) (\(declaredIn))" }
  }

  struct Edge: Hashable {
    let from: String
    let to: String
  }

  let target: String
  let folders: [String]
  private(set) var crossings: [Edge: [Crossing]] = [:]

  /// `order` lists folders from the top down; without one, names that several folders declare are
  /// left out of the graph.
  init(_ target: String, _ index: NameIndex, order: [String]?) {
    self.target = target
    let sources = index.sources.filter { $0.target == target }
    let folder: (SwiftSource) -> String = { Self.folder(of: $0, order) }
    folders = order ?? Set(sources.map(folder)).sorted()
    for source in sources {
      let from = folder(source)
      for use in source.uses {
        let found = index.declarers(of: use, in: source)
        let holders = Set(found.map(folder))
        guard !found.isEmpty, !holders.contains(from) else { continue }
        let to: String?
        if let order {
          // A name that a folder further down declares is taken for that one.
          to = holders.max { order.firstIndex(of: $0) ?? 0 < order.firstIndex(of: $1) ?? 0 }
        } else {
          to = holders.count == 1 ? holders.first : nil
        }
        guard let to, let declarer = found.first(where: { folder($0) == to }) else { continue }
        crossings[Edge(from: from, to: to), default: []].append(
          Crossing(
            file: source.path, line: use.line, name: use.name, declaredIn: declarer.path))
      }
    }
  }

  /// The longest folder of an order that holds the file, or the file's first folder; `.` is the
  /// target's top level.
  static func folder(of source: SwiftSource, _ order: [String]?) -> String {
    let path = source.folder.isEmpty ? "." : source.folder
    let holding = (order ?? []).filter { path == $0 || path.hasPrefix($0 + "/") }
    return holding.max { $0.count < $1.count } ?? String(path.split(separator: "/")[0])
  }

  /// Uses of what is further up, each with its file and name.
  func upward(_ order: [String]) -> [String] {
    crossings.sorted { ($0.key.from, $0.key.to) < ($1.key.from, $1.key.to) }.flatMap {
      edge, crossings -> [String] in
      guard let from = order.firstIndex(of: edge.from), let to = order.firstIndex(of: edge.to),
        to < from
      else { return [] }
      return crossings.map { "\(edge.from) → \(edge.to): \($0.text)" }
    }
  }

  /// One line a folder: `Running → Values 40, Syntax 12`; for a target without an order also the
  /// lesser direction of each two folders that use one another.
  func lines(isOrdered: Bool) -> [String] {
    var lines: [String] = []
    for folder in folders {
      let edges = crossings.filter { $0.key.from == folder }
        .sorted { (-$0.value.count, $0.key.to) < (-$1.value.count, $1.key.to) }
        .map { "\($0.key.to) \($0.value.count)" }
      lines.append("  \(folder)" + (edges.isEmpty ? "" : " → " + edges.joined(separator: ", ")))
    }
    guard !isOrdered else { return lines }
    for (edge, uses) in crossings.sorted(by: { ($0.key.from, $0.key.to) < ($1.key.from, $1.key.to) }
    ) {
      guard let back = crossings[Edge(from: edge.to, to: edge.from)],
        (uses.count, edge.from) < (back.count, edge.to)
      else { continue }
      lines.append("  both ways, the lesser is \(edge.from) → \(edge.to):")
      var seen: Set<String> = []
      for use in uses where seen.insert("\(use.file) \(use.name)").inserted {
        lines.append("    \(use.text)")
      }
    }
    return lines
  }
}

/// Who declares what, over all sources.
struct NameIndex {
  let sources: [SwiftSource]
  private typealias Declarer = (source: SwiftSource, owner: String?)
  private var types: [String: [Declarer]] = [:]
  private var functions: [String: [SwiftSource]] = [:]
  private var members: [String: [Declarer]] = [:]

  /// Members that the standard library's types have as well.
  private static let standardMembers: Set = [
    "contains", "count", "description", "encode", "filter", "first", "index", "isEmpty", "isNaN",
    "keys", "last", "map", "max", "min", "minus", "next", "prefix", "reduce", "remove",
    "removeAll", "replace", "reversed", "rounded", "sorted", "split", "starts", "suffix", "sum",
    "trim", "values", "zip",
  ]

  init(_ sources: [SwiftSource]) {
    self.sources = sources
    for source in sources {
      for declaration in source.declarations where !declaration.isPrivate {
        switch declaration.form {
        case .type: types[declaration.name, default: []].append((source, declaration.owner))
        case .function: functions[declaration.name, default: []].append(source)
        case .member: members[declaration.name, default: []].append((source, declaration.owner))
        }
      }
    }
  }

  /// The files of the same target that may declare a used name; empty where the file itself does,
  /// or another target that it imports, or none does.
  func declarers(of use: SwiftSource.Use, in source: SwiftSource) -> [SwiftSource] {
    var found: [SwiftSource]
    switch use.form {
    case .type:
      if source.declares(use.name) { return [] }
      found = (types[use.name] ?? []).filter { declarer in
        // A type within a type is named after it, or inside it.
        if let owner = declarer.owner, !use.isAfterDot, !source.knows(owner) { return false }
        return declarer.source.target == source.target
          || source.imports.contains(declarer.source.target)
      }.map(\.source)
    case .function:
      if source.declares(use.name) { return [] }
      found = functions[use.name] ?? []
      if found.isEmpty {
        let all = members[use.name] ?? []
        guard all.allSatisfy({ $0.owner.map(source.knows) ?? false }) else { return [] }
        found = all.map(\.source)
      }
    case .member:
      guard !Self.standardMembers.contains(use.name) else { return [] }
      found = (members[use.name] ?? []).map(\.source)
    }
    return found.allSatisfy { $0.target == source.target } ? found : []
  }
}

extension SwiftSource {
  /// The path below `Sources`.
  var path: String { path(of: name) }

  /// That of a file beside it.
  func path(of name: String) -> String {
    folder.isEmpty ? "\(target)/\(name).swift" : "\(target)/\(folder)/\(name).swift"
  }

  func declares(_ name: String) -> Bool { declarations.contains { $0.name == name } }

  /// Whether the file declares or extends the type.
  func knows(_ type: String) -> Bool { extended.contains(type) || declares(type) }
}
