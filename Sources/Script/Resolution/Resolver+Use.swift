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
    uses[lower] = used
    for (name, binding) in used.globals.sorted(by: { $0.key < $1.key }) {
      if let earlier = globals[name] {
        report(
          "`\(path)` defines `\(name)`, which is already defined", lower, upper,
          notes: [Diagnostic.Note("first defined here", at: earlier.range)])
        continue
      }
      globals[name] = binding.imported()
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
