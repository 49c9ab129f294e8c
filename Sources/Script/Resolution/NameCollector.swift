import Syntax

/// Walks a cell and notes the top-level names that it defines and those that it needs.
struct NameCollector {
  let resolution: Resolution
  private(set) var defined: [String] = []
  private(set) var used: [String] = []
  private var isDefined: Set<String> = []
  private var isUsed: Set<String> = []

  /// Every use of a top-level name or of `_3`, in order.
  private(set) var uses: [NameUse] = []
  /// Variables of the script that are assigned or changed in place, in order.
  private(set) var changes: [NameUse] = []
  /// Whether something is called or assigned that may change more than the names that are defined.
  private(set) var hasEffects = false
  /// Whether some of that changes variables of the script.
  private(set) var changesVariables = false
  /// Whether a function of the host or the library has this name.
  let isBuiltin: (String) -> Bool
  private var functionDepth = 0

  init(resolution: Resolution, isBuiltin: @escaping (String) -> Bool) {
    self.resolution = resolution
    self.isBuiltin = isBuiltin
  }

  mutating func visit(_ statement: Statement, isTopLevel: Bool) {
    switch statement.kind {
    case .expression(let value, _): visit(value)
    case .define(let names, _, let value):
      visit(value)
      if isTopLevel { for name in names { define(name) } }
    case .assign(let target, _, let value):
      (hasEffects, changesVariables) = (true, true)
      noteChange(of: target)
      visit(target)
      visit(value)
    case .function(let name, let function):
      if isTopLevel { define(name) }
      visit(function)
    case .loop(_, let sequence, let body):
      visit(sequence)
      visit(body)
    case .whileLoop(let condition, let body):
      visit(condition)
      visit(body)
    case .give(let value): value.map { visit($0) }
    case .assert(let condition, let message):
      visit(condition)
      message.map { visit($0) }
    case .declare(let declaration):
      for field in declaration.fields { visit(field.value) }
      if isTopLevel { define(declaration.name) }
    case .breakLoop, .continueLoop, .use, .invalid: break
    }
  }

  private mutating func define(_ name: NameSyntax) {
    if isDefined.insert(name.name).inserted { defined.append(name.name) }
  }

  private mutating func visit(_ block: Block) {
    for statement in block.statements { visit(statement, isTopLevel: false) }
  }

  private mutating func visit(_ function: FunctionSyntax) {
    functionDepth += 1
    defer { functionDepth -= 1 }
    for parameter in function.parameters { parameter.fallback.map { visit($0) } }
    visit(function.body)
  }

  private func nameUse(_ use: NameSyntax) -> NameUse {
    NameUse(
      name: use.name, range: use.lower..<use.upper, isInFunction: functionDepth > 0,
      isDefined: resolution[use] != nil)
  }

  private mutating func visit(_ use: NameSyntax) {
    // Only top-level names matter: a local's binding says that it is one.
    if let binding = resolution[use], case .local = binding.place { return }
    uses.append(nameUse(use))
    if !isDefined.contains(use.name), isUsed.insert(use.name).inserted { used.append(use.name) }
  }

  /// Notes the top-level variable whose value, or a part of it, is changed.
  private mutating func noteChange(of path: Expression) {
    switch path.kind {
    case .name(let use):
      if let binding = resolution[use], case .global = binding.place {
        changes.append(nameUse(use))
      }
    case .member(let base, _, _), .index(let base, _): noteChange(of: base)
    default: break
    }
  }

  private mutating func noteCall(_ callee: Expression) {
    var use: NameSyntax?
    var isMember = false
    if case .name(let name) = callee.kind { use = name }
    if case .member(let base, let name, let lower) = callee.kind {
      use = NameSyntax(name: name, lower: lower, upper: lower + name.utf8.count)
      isMember = true
      if ListChanges.names.contains(name) { noteChange(of: base) }
    }
    guard let use else {
      hasEffects = true
      return
    }
    if resolution[use] != nil || (isMember && ListChanges.names.contains(use.name)) {
      (hasEffects, changesVariables) = (true, true)
    } else if Self.changing.contains(use.name) || !isBuiltin(use.name) {
      hasEffects = true
    }
  }

  /// Builtins that do more than give a value: they write, ask, wait, or draw from the script's stream.
  private static let changing = CoreFunctions.writers.union([
    "print", "show", "warn", "error", "input", "exit", "sleep", "save", "train_tokenizer", "seed",
    "rand", "randn", "randint", "choice", "sample", "shuffled", "rng",
  ])

  private mutating func visit(_ expression: Expression) {
    switch expression.kind {
    case .none, .bool, .number, .invalid: break
    case .string(let segments): for case .value(let value, _) in segments { visit(value) }
    case .name(let use): visit(use)
    case .list(let items): for item in items { visit(item) }
    case .record(let entries): for entry in entries { visit(entry.value) }
    case .range(let lower, let upper):
      lower.map { visit($0) }
      upper.map { visit($0) }
    case .negated(let value), .not(let value), .member(let value, _, _): visit(value)
    case .binary(_, let left, let right), .logical(_, let left, let right),
      .membership(let left, let right, _):
      visit(left)
      visit(right)
    case .comparison(let first, let links):
      visit(first)
      for link in links { visit(link.right) }
    case .call(let callee, let arguments):
      visit(callee)
      noteCall(callee)
      if case .member(_, let name, let lower) = callee.kind {
        // The script's own function, called as `x.name(…)`.
        let use = NameSyntax(name: name, lower: lower, upper: lower + name.utf8.count)
        if resolution[use] != nil { visit(use) }
      }
      for argument in arguments { visit(argument.value) }
    case .index(let base, let items):
      visit(base)
      for item in items { visit(item) }
    case .function(let function): visit(function)
    case .attempt(let attempt):
      visit(attempt.body)
      visit(attempt.handler)
    case .conditional(let conditional):
      for branch in conditional.branches {
        visit(branch.condition)
        visit(branch.body)
      }
      conditional.otherwise.map { visit($0) }
    }
  }
}
