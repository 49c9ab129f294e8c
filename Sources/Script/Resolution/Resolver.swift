import Diagnostics
import Syntax

/// Binds every name of a program to a variable, a slot or a builtin, and checks what can be
/// checked without running: names, redefinitions, calls of known functions, declarations.
final class Resolver {
  let file: SourceFile
  /// Top-level names that the program itself defines, by name.
  var globals: [String: Binding] = [:]
  /// Those that are defined before the statement being resolved.
  var reached: Set<String> = []
  var scope = FunctionScope()
  var resolution = Resolution()
  var diagnostics: [Diagnostic] = []
  let context: ProgramContext
  /// Names that earlier cells have defined, as this file sees them.
  let known: [String: Binding]
  /// Whether another file uses this one.
  private let isUsed: Bool
  /// The files of `use` statements, by the offset of the path.
  var uses: [Int: ResolvedFile] = [:]
  private var reportedUnknown: Set<String> = []
  var functionDepth = 0
  /// Above 0 inside the body of a `try`.
  var attemptDepth = 0
  /// The range of the call whose value a statement drops.
  var discarded: Range<Int>?
  /// Checks that need the whole file.
  var laterChecks: [() -> Void] = []
  /// Lines with a syntax fault.
  let broken: Set<Int>

  init(
    _ file: SourceFile, _ context: ProgramContext, syntaxFaults: [Diagnostic], isUsed: Bool
  ) {
    broken = Set(syntaxFaults.compactMap { $0.range.map { file.line(at: $0.lower) } })
    self.file = file
    self.context = context
    self.isUsed = isUsed
    known = isUsed ? [:] : context.known
  }

  // MARK: Faults

  func range(_ lower: Int, _ upper: Int) -> SourceRange { SourceRange(file, lower, upper) }

  func report(
    _ message: String, _ lower: Int, _ upper: Int, hint: String? = nil,
    notes: [Diagnostic.Note] = []
  ) {
    diagnostics.append(
      Diagnostic(message, at: range(lower, upper), hint: hint, notes: notes))
  }

  // MARK: The program

  /// Resolves a file's cells; the slots that each needs at its top level come back.
  func resolve(_ cells: [CellSyntax]) -> [Int] {
    for cell in cells { collectGlobals(cell.statements) }
    let slotCounts = cells.map { cell in
      scope = FunctionScope()
      for statement in cell.statements { resolve(statement, isTopLevel: true) }
      warnOfDropped(cell.statements.dropLast())
      return scope.slotCount
    }
    let checks = laterChecks
    laterChecks = []
    for check in checks { check() }
    return slotCounts
  }

  /// Makes a variable of each top-level name before anything is resolved, so that functions can
  /// call one another whatever their order.
  private func collectGlobals(_ statements: [Statement]) {
    for statement in statements {
      switch statement.kind {
      case .define(let names, let isVariable, _):
        for name in names { defineGlobal(name, isVariable ? .variable : .constant) }
      case .function(let name, let function):
        defineGlobal(name, .function)?.function = function
      case .declare(let declaration): defineGlobal(declaration.name, .declaration)
      case .use(let path, let lower, let upper): resolveUse(path, lower, upper)
      default: break
      }
    }
  }

  @discardableResult
  private func defineGlobal(_ name: NameSyntax, _ role: Binding.Role) -> Binding? {
    let place = range(name.lower, name.upper)
    if name.name == "_" || refusesName(name) { return nil }
    if let earlier = globals[name.name] {
      reportDuplicate(name, earlier)
      return nil
    }
    // A cell that defines a name again gives a new value to the variable that functions know.
    var variable = SharedVariable()
    if let earlier = known[name.name], !earlier.isImported,
      case .global(let old) = earlier.place
    {
      variable = old
    } else if !isUsed, let old = context.removed[name.name] {
      variable = old
    }
    let binding = Binding(name: name.name, role: role, place: .global(variable), range: place)
    globals[name.name] = binding
    resolution[name] = binding
    return binding
  }

  func reportDuplicate(_ name: NameSyntax, _ earlier: Binding) {
    let hint =
      earlier.isVariable
      ? "to change it write `\(name.name) = …`" : "give it another name"
    report(
      "`\(name.name)` is already defined", name.lower, name.upper, hint: hint,
      notes: [Diagnostic.Note("first defined here", at: earlier.range)])
  }

  /// `_` and `_3` are the shell's.
  func refusesName(_ name: NameSyntax) -> Bool {
    guard HistoryName.number(name.name) != nil else { return false }
    report(
      "`\(name.name)` is the value of a cell and can't be defined", name.lower, name.upper)
    return true
  }

  // MARK: Names

  func isBuiltin(_ name: String) -> Bool {
    context.builtins[name] != nil || Constants.all[name] != nil
  }

  func resolve(
    _ use: NameSyntax, _ lower: Int, _ upper: Int, hintForString: String? = nil,
    isCallee: Bool = false
  ) {
    if let local = scope.find(use.name) {
      resolution[use] = local
      return
    }
    if let global = globals[use.name] {
      resolution[use] = global
      if functionDepth == 0, !reached.contains(use.name) {
        // Until its new definition is reached, a session's name has its old value.
        if let earlier = known[use.name] {
          resolution[use] = earlier
          return
        }
        if isBuiltin(use.name) {
          resolution[use] = nil
          return
        }
        report(
          "`\(use.name)` is used before it is defined", lower, upper,
          notes: [Diagnostic.Note("defined here", at: global.range)])
      }
      return
    }
    if let earlier = known[use.name] {
      resolution[use] = earlier
      return
    }
    if isBuiltin(use.name) || HistoryName.number(use.name) != nil { return }
    reportUnknown(use.name, lower, upper, hintForString, isCallee: isCallee)
  }

  private func reportUnknown(
    _ name: String, _ lower: Int, _ upper: Int, _ hintForString: String?, isCallee: Bool
  ) {
    // On a line that couldn't be read a name may be no name at all.
    if broken.contains(file.line(at: lower)) { return }
    guard reportedUnknown.insert(name).inserted else { return }
    report(
      "there is no `\(name)`", lower, upper,
      hint: hint(for: name, hintForString, isCallee: isCallee))
  }

  /// What to write for a name that nothing has: a name that is close to it and can be used as it is.
  private func hint(for name: String, _ hintForString: String?, isCallee: Bool) -> String? {
    if let foreign = ForeignNames.hint(name, isCallee: isCallee) { return foreign }
    if let noun = context.nouns[name] {
      return "a \(noun.name) is declared by `\(name) name { … }`"
    }
    // Each takes a look at every name: past what is ever shown it would only take time.
    guard reportedUnknown.count <= 50 else { return nil }
    let visible = scope.visibleBindings + Array(globals.values) + Array(known.values)
    let own = visible.filter { !isCallee || $0.mayBeCalled }.map(\.name).sorted()
    if let question = Suggestion.question(for: name, among: own) { return question }
    if let hintForString { return hintForString }
    let meant = context.nouns.values.first { $0.aliases.contains(name) }
    if let meant { return "a \(meant.name) is declared by `\(meant.name) name { … }`" }
    var builtIn = context.builtins.keys.sorted()
    if !isCallee { builtIn += Constants.all.keys.sorted() + ["true", "false", "none"] }
    return Suggestion.question(for: name, among: builtIn, many: true)
      ?? (isCallee
        ? "define it first: `fn \(name)(…) { … }`" : "define it first: `let \(name) = …`")
  }
}
