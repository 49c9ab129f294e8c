import Foundation
import XCTest

/// Holds the sources to their structure: the order of targets and of the folders inside them, one
/// type a name, files named for what they declare. `scripts/structure` prints the graph.
final class SourcesTests: XCTestCase {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Sources")
  private static let index = Result { NameIndex(try SwiftSource.all(in: root)) }

  private func index() throws -> NameIndex { try Self.index.get() }

  private func fail(_ faults: [String], _ title: String) {
    if !faults.isEmpty { XCTFail("\(title)\n" + faults.joined(separator: "\n")) }
  }

  // MARK: Targets

  /// The targets that each target imports, C modules included.
  private func targetGraph() throws -> [String: Set<String>] {
    let names = Set(try FileManager.default.contentsOfDirectory(atPath: Self.root.path))
      .subtracting(["README.md"])
    var graph = Dictionary(uniqueKeysWithValues: names.map { ($0, Set<String>()) })
    for source in try index().sources {
      graph[source.target]?.formUnion(names.intersection(source.imports))
    }
    return graph
  }

  func testNoTargetImportsOneFurtherUp() throws {
    var faults: [String] = []
    for (target, imports) in try targetGraph().sorted(by: { $0.key < $1.key }) {
      guard let depth = targetDepths[target] else {
        faults.append("\(target) has no depth in TargetDepths.swift")
        continue
      }
      for name in imports.sorted() where (targetDepths[name] ?? 0) > depth {
        faults.append("\(target) imports \(name), which is further up")
      }
    }
    fail(faults, "imports that go up:")
  }

  func testNoTargetsFormACycle() throws {
    var graph = try targetGraph()
    while let free = graph.first(where: { $0.value.isDisjoint(with: graph.keys) }) {
      graph[free.key] = nil
    }
    fail(graph.map { "\($0.key) → \($0.value.sorted())" }.sorted(), "targets in a cycle:")
  }

  func testOnlyKernelsImportsTheCKernels() throws {
    let modules: Set = ["CKernels", "COneDNN"]
    let importers = try index().sources.filter { source in
      !modules.isDisjoint(with: source.imports)
        && !(source.target == "Tensors" && source.folder.hasPrefix("Kernels"))
    }.map(\.path)
    fail(importers.sorted(), "files that import C kernels outside Tensors/Kernels:")
  }

  // MARK: Folders

  func testFoldersUseOnlyWhatIsFurtherDown() throws {
    let index = try index()
    var faults: [String] = []
    for (target, order) in folderOrders.sorted(by: { $0.key < $1.key }) {
      let sources = index.sources.filter { $0.target == target }
      if sources.isEmpty { faults.append("\(target) has an order and no files") }
      let folders = Set(sources.map { FolderGraph.folder(of: $0, order) })
      faults += folders.subtracting(order).sorted().map { "\(target)/\($0) isn't in the order" }
      faults += Set(order).subtracting(folders).sorted().map { "\(target)/\($0) has no files" }
      faults += FolderGraph(target, index, order: order).upward(order)
    }
    fail(faults, "uses that go up, against Tests/SourcesTests/FolderOrders.swift:")
  }

  func testEveryTargetWithFoldersHasAnOrder() throws {
    let targets = Set(try index().sources.filter { !$0.folder.isEmpty }.map(\.target))
    let open = targets.subtracting(folderOrders.keys)
    fail(open.sorted(), "targets that need a line in Tests/SourcesTests/FolderOrders.swift:")
  }

  // MARK: Names

  func testNoTwoTypesShareAName() throws {
    var paths: [String: [String]] = [:]
    for source in try index().sources {
      for declaration in source.declarations
      where declaration.form == .type && declaration.owner == nil {
        paths[declaration.name, default: []].append(source.path)
      }
    }
    let twins = paths.filter { $0.value.count > 1 }
    fail(twins.map { "\($0.key): \($0.value.joined(separator: ", "))" }.sorted(), "twins:")
  }

  /// `Type.swift`, `function.swift`, or `Type+Role.swift` beside `Type.swift` or where it extends
  /// the type; `main.swift` is the program's.
  func testEveryFileIsNamedForWhatItDeclares() throws {
    var faults: [String] = []
    let paths = Set(try index().sources.map(\.path))
    for source in try index().sources where source.name != "main" {
      let name = String(source.name.prefix { $0 != "+" })
      let isNamed =
        source.knows(name) || (name != source.name && paths.contains(source.path(of: name)))
        || source.declarations.contains { $0.name.lowercased() == name.lowercased() }
      if !isNamed { faults.append(source.path) }
    }
    fail(faults, "files that are named after nothing that they declare:")
  }

  // MARK: The graph

  func testPrintTheGraph() throws {
    guard ProcessInfo.processInfo.environment["PTS_PRINT_STRUCTURE"] != nil else { return }
    let index = try index()
    print("targets, from the top down")
    let graph = try targetGraph()
    for (target, imports) in graph.sorted(by: {
      (-(targetDepths[$0.key] ?? 0), $0.key) < (-(targetDepths[$1.key] ?? 0), $1.key)
    }) {
      let depth = targetDepths[target].map(String.init) ?? "?"
      let files = index.sources.count { $0.target == target }
      let arrow = imports.isEmpty ? "" : " → " + imports.sorted().joined(separator: ", ")
      print("  \(depth)  \(target) (\(files) files)\(arrow)")
    }
    for target in graph.keys.sorted() {
      let folders = Set(index.sources.filter { $0.target == target }.map(\.folder))
      guard folders != [""], !folders.isEmpty else { continue }
      let order = folderOrders[target]
      print("folders of \(target)" + (order == nil ? ", not yet ordered" : ", from the top down"))
      for line in FolderGraph(target, index, order: order).lines(isOrdered: order != nil) {
        print(line)
      }
    }
  }
}
