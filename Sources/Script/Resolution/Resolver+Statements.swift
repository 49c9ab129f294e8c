import Diagnostics
import Syntax

extension Resolver {
  func resolve(_ statement: Statement, isTopLevel: Bool = false) {
    switch statement.kind {
    case .expression(let value, _):
      if case .conditional(let conditional) = value.kind {
        resolve(conditional, isValue: false)
      } else if case .attempt(let attempt) = value.kind {
        resolve(attempt, isValue: false)
      } else {
        let outer = discarded
        discarded = value.lower..<value.upper
        resolve(value)
        discarded = outer
      }
    case .define(let names, let isVariable, let value):
      resolve(value)
      for name in names { define(name, isVariable ? .variable : .constant, isTopLevel) }
      if names.count == 1, let binding = resolution[names[0]] {
        if !isVariable { binding.constant = ConstantFolder.fold(value, self) }
        binding.holdsList = holdsList(value)
      }
    case .assign(let target, let op, let value):
      resolve(value)
      resolveTarget(target, value)
      switch target.kind {
      case .name(let use) where op == nil:
        if let binding = resolution[use], binding.holdsList != holdsList(value) {
          binding.holdsList = nil
        }
      case .member(_, let name, _): noteField(name)
      default: break
      }
    case .function(let name, let function):
      define(name, .function, isTopLevel)
      resolution[name]?.function = function
      resolve(function)
    case .loop(let names, let sequence, let body):
      resolve(sequence)
      inBlock {
        for name in names { define(name, .loopVariable, false) }
        scope.loopDepth += 1
        resolve(loop: body)
        scope.loopDepth -= 1
      }
    case .whileLoop(let condition, let body):
      resolve(condition)
      scope.loopDepth += 1
      resolve(loop: body)
      scope.loopDepth -= 1
    case .give(let value):
      if let value { resolve(value) }
      if !scope.isFunction {
        report(
          "`return` is only allowed inside a function", statement.lower, statement.lower + 6,
          hint: "a cell shows its last expression by itself")
      } else if scope.valueDepth > 0 {
        reportJump("return", statement)
      }
    case .breakLoop: resolveJump("break", statement)
    case .continueLoop: resolveJump("continue", statement)
    case .assert(let condition, let message):
      resolve(condition)
      if let message { resolve(message) }
    case .use(_, let lower, let upper):
      if !isTopLevel {
        report("`use` is only allowed at the top of a file, not inside braces", lower, upper)
      }
      markUsed(statement)
    case .declare(let declaration): resolve(declaration, isTopLevel)
    case .invalid: break
    }
  }

  private func resolveJump(_ word: String, _ statement: Statement) {
    if scope.loopDepth == 0, scope.valueDepth > 0 {
      reportJump(word, statement)
    } else if scope.loopDepth == 0 {
      report("`\(word)` is only allowed inside a loop", statement.lower, statement.upper)
    }
  }

  private func reportJump(_ word: String, _ statement: Statement) {
    report(
      "`\(word)` can't leave an `if` or a `try` that is used as a value", statement.lower,
      statement.lower + word.count, hint: "write it as a statement")
  }

  func inBlock(_ body: () -> Void) {
    scope.blocks.append([:])
    body()
    scope.blocks.removeLast()
  }

  func resolve(_ block: Block) {
    inBlock { for statement in block.statements { resolve(statement) } }
    warnOfDropped(block.statements.dropLast())
  }

  /// A loop's body has no value: its last expression is dropped too.
  private func resolve(loop body: Block) {
    resolve(body)
    warnOfDropped(body.statements.suffix(1))
  }

  /// Introduces a name where it is defined.
  func define(_ name: NameSyntax, _ role: Binding.Role, _ isTopLevel: Bool) {
    if isTopLevel {
      reached.insert(name.name)
      return
    }
    // `_` takes what isn't read, any number of times.
    if name.name == "_" || refusesName(name) { return }
    if let earlier = scope.blocks.last?[name.name] {
      reportDuplicate(name, earlier)
    }
    resolution[name] = scope.define(name.name, role, range(name.lower, name.upper))
  }

  /// The left side of `=`: a variable, or a value inside one, the `whole`.
  private func resolveTarget(
    _ target: Expression, _ value: Expression? = nil, in whole: Expression? = nil
  ) {
    switch target.kind {
    case .member(let base, _, _): resolveTarget(base, in: whole ?? target)
    case .index(let base, let items):
      resolveTarget(base, in: whole ?? target)
      for item in items { resolve(item) }
    case .name(let use):
      let errors = diagnostics.count
      if scope.find(use.name) == nil, globals[use.name] == nil,
        known[use.name] == nil
      {
        if broken.contains(file.line(at: target.lower)) { return }
        report(
          isBuiltin(use.name)
            ? "`\(use.name)` is built in and can't be assigned" : "there is no `\(use.name)`",
          target.lower, target.upper,
          hint: value.flatMap { declarationHint(use.name, $0) }
            ?? "a new name is made by `let \(use.name) = …` or `var \(use.name) = …`"
            + (isBuiltin(use.name) ? ", and hides it" : ""))
        return
      }
      resolve(use, target.lower, target.upper)
      if resolution[use] == nil, diagnostics.count == errors {
        report("`\(use.name)` is assigned before it is defined", target.lower, target.upper)
      }
      if let binding = resolution[use], !binding.isVariable, diagnostics.count == errors {
        let change = whole == nil ? "assigned" : "changed"
        report(
          "`\(use.name)` is \(binding.role.phrase) and can't be \(change)", target.lower,
          target.upper, hint: binding.changeHint(of: use.name),
          notes: binding.definition)
      }
    default:
      resolve(target)
      report(
        "only a variable, or an item or a field of one, can be assigned", target.lower, target.upper
      )
    }
  }

  func resolve(_ function: FunctionSyntax) {
    let inner = FunctionScope(in: scope)
    let outer = scope
    scope = inner
    functionDepth += 1
    defer {
      resolution[function] = .init(captures: inner.captures, slotCount: inner.slotCount)
      scope = outer
      functionDepth -= 1
    }
    for parameter in function.parameters {
      if let fallback = parameter.fallback { resolve(fallback) }
      define(parameter.name, .parameter, false)
    }
    resolve(function.body)
  }
}
