import Diagnostics
import Syntax

extension Resolver {
  /// Reads a used file and takes over its top-level names.
  func resolveUse(_ path: String, _ lower: Int, _ upper: Int) {
    let source: SourceFile
    do {
      source = try context.host.source(path, usedIn: file)
    } catch {
      let fault = context.host.worded(error)
      report(fault.message, lower, upper, hint: fault.hint)
      return
    }
    let key = ProgramContext.key(source)
    if context.chain.contains(key) {
      let names = (context.chain + [key]).map {
        $0.split(separator: "/").last.map(String.init) ?? $0
      }
      report(
        "`\(path)` is being used already", lower, upper,
        hint: "the cycle is \(names.joined(separator: " → "))")
      return
    }
    let used: ResolvedFile
    if let known = context.usedFiles[key] {
      used = known
    } else {
      context.chain.append(key)
      used = ResolvedFile(source, context, isUsed: true)
      context.chain.removeLast()
      context.usedFiles[key] = used
      diagnostics += used.diagnostics
    }
    // A file that is used again brings nothing new.
    let isKnown = uses.values.contains { $0 === used }
    uses[lower] = used
    if isKnown { return }
    var taken: [(name: String, earlier: Binding)] = []
    for (name, binding) in used.globals.sorted(by: { $0.key < $1.key }) {
      if let earlier = globals[name] {
        taken.append((name, earlier))
      } else {
        globals[name] = binding.imported()
      }
    }
    reportTaken(taken, by: path, lower, upper)
  }

  /// One message for each file that defines names which a used file defines too.
  private func reportTaken(
    _ names: [(name: String, earlier: Binding)], by path: String, _ lower: Int, _ upper: Int
  ) {
    let groups = Dictionary(grouping: names) { ObjectIdentifier($0.earlier.range.file) }
    for group in groups.values.sorted(by: { $0[0].name < $1[0].name }) {
      let shown = group.prefix(6).map { "`\($0.name)`" }
      let more = group.count > 6 ? ["\(group.count - 6) more"] : []
      let earlier = group[0].earlier.range
      let words = Phrase.alternatives(shown + more, "and")
      report(
        "`\(path)` defines \(words), which \(group.count == 1 ? "is" : "are") already defined",
        lower, upper,
        hint: earlier.file === file
          ? "give \(group.count == 1 ? "it another name" : "them other names") here or there"
          : "`\(earlier.file.name)` defines \(group.count == 1 ? "it" : "them") too: use one of the two",
        notes: [Diagnostic.Note("first defined here", at: earlier)])
    }
  }

  func markUsed(_ statement: Statement) {
    guard case .use(_, let lower, _) = statement.kind, let used = uses[lower] else { return }
    reached.formUnion(used.globals.keys)
  }
}

extension Resolver {
  /// The names that the file itself defines, without those of the files that it uses.
  var ownGlobals: [String: Binding] { globals.filter { !$0.value.isImported } }
}
