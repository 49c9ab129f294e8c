import Diagnostics
import Syntax

extension Resolver {
  /// Reads a used file and takes over its top-level names.
  func resolveUse(_ path: String, _ lower: Int, _ upper: Int) {
    let source: SourceFile
    do {
      source = try interpreter.host.source(path, usedIn: file)
    } catch {
      let fault = interpreter.fault(for: error)
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
        hint: "the circle is \(names.joined(separator: " → "))")
      return
    }
    let module: Module
    if let known = context.modules[key] {
      module = known
    } else {
      context.chain.append(key)
      let (made, faults) = Program.module(source, interpreter, context)
      context.chain.removeLast()
      context.modules[key] = made
      module = made
      diagnostics += faults
    }
    uses[lower] = module
    for (name, binding) in module.globals.sorted(by: { $0.key < $1.key }) {
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
    guard case .use(_, let lower, _) = statement.kind, let module = uses[lower] else { return }
    reached.formUnion(module.globals.keys)
  }
}

extension Resolver {
  /// The names that the file itself defines, without those of the files that it uses.
  var ownGlobals: [String: Binding] { globals.filter { !$0.value.isImported } }
}
