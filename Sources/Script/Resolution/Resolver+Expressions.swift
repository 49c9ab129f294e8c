import Diagnostics
import Syntax

extension Resolver {
  func resolve(_ expression: Expression) {
    switch expression.kind {
    case .none, .bool, .number, .invalid: break
    case .string(let segments):
      for case .value(let value, _) in segments { resolve(value) }
    case .name(let use): resolve(use, expression.lower, expression.upper)
    case .list(let items): items.forEach(resolve)
    case .record(let entries):
      for entry in entries {
        resolve(entry.value)
        noteField(entry.name)
      }
    case .range(let lower, let upper):
      lower.map(resolve)
      upper.map(resolve)
    case .negated(let value), .not(let value): resolve(value)
    case .binary(_, let left, let right), .logical(_, let left, let right),
      .membership(let left, let right, _):
      resolve(left)
      resolve(right)
    case .comparison(let first, let links):
      resolve(first)
      for link in links { resolve(link.right) }
    case .call(let callee, let arguments):
      if case .name(let use) = callee.kind {
        if reportsHelp(use, arguments) { return }
        resolve(use, callee.lower, callee.upper, isCallee: true)
      } else {
        resolve(callee)
      }
      for argument in arguments { resolve(argument.value) }
      checkNames(arguments)
      if case .name(let use) = callee.kind { checkCall(use, arguments, expression) }
      if case .member(let base, let name, let lower) = callee.kind {
        resolveMethodCall(base, name, lower, arguments, expression)
      }
      noteWriting(callee, arguments)
    case .member(let base, let name, let lower):
      resolve(base)
      checkOption(base, name, lower)
    case .index(let base, let items):
      resolve(base)
      for item in items {
        if case .range(let lower, let upper) = item.kind {
          lower.map(resolve)
          upper.map(resolve)
        } else {
          resolve(item)
        }
      }
    case .function(let function): resolve(function)
    case .conditional(let conditional): resolve(conditional, isValue: true, expression)
    case .attempt(let attempt): resolve(attempt, isValue: true)
    }
    if case .range(let lower, let upper) = expression.kind, lower == nil || upper == nil {
      report(
        "a range outside brackets needs both its ends", expression.lower, expression.upper,
        hint: "write `0..8`")
    }
  }

  /// A record may have a function in a field that is named as a change of a list is.
  func noteField(_ name: String) {
    if ListChanges.names.contains(name) { context.fieldNames.insert(name) }
  }

  private func noteWriting(_ callee: Expression, _ arguments: [Argument]) {
    let name: String
    switch callee.kind {
    case .name(let use): name = use.name
    case .member(_, let member, _): name = member
    default: return
    }
    guard CoreFunctions.writers.contains(name) || context.host.writers.contains(name) else {
      return
    }
    let path = arguments.first { $0.name == "out" } ?? arguments.first
    context.written.add(path.flatMap { ConstantFolder.fold($0.value, self) })
  }

  func resolve(
    _ conditional: ConditionalSyntax, isValue: Bool, _ expression: Expression? = nil
  ) {
    resolve(asValue: isValue) {
      for branch in conditional.branches {
        resolve(branch.condition)
        resolve(branch.body)
      }
      if let otherwise = conditional.otherwise { resolve(otherwise) }
    }
    if isValue, conditional.otherwise == nil, let expression {
      report(
        "an `if` used as a value needs an `else`", expression.lower, expression.lower + 2,
        hint: "write `if … { … } else { … }`")
    }
  }

  func resolve(_ attempt: AttemptSyntax, isValue: Bool) {
    resolve(asValue: isValue) {
      attemptDepth += 1
      resolve(attempt.body)
      attemptDepth -= 1
      inBlock {
        if let error = attempt.error { define(error, .caughtError, false) }
        resolve(attempt.handler)
      }
    }
  }

  /// Blocks that `return`, `break` and `continue` can't leave where the whole is a value.
  private func resolve(asValue isValue: Bool, _ body: () -> Void) {
    guard isValue else { return body() }
    let loops = scope.loopDepth
    scope.valueDepth += 1
    scope.loopDepth = 0
    body()
    scope.loopDepth = loops
    scope.valueDepth -= 1
  }

  private func checkNames(_ arguments: [Argument]) {
    var seen: Set<String> = []
    for argument in arguments {
      guard let name = argument.name, !seen.insert(name).inserted else { continue }
      report("`\(name):` is given twice", argument.lower, argument.value.upper)
    }
  }

  /// Checks a call of a function that is known before running.
  private func checkCall(_ use: NameSyntax, _ arguments: [Argument], _ call: Expression) {
    let signature: Signature
    var called: Builtin?
    if let binding = resolution[use], let what = binding.uncallable {
      let fault = binding.callFault(
        what, hidesBuiltin: context.builtins[use.name] != nil, hasArguments: !arguments.isEmpty)
      report(fault.message, call.lower, use.upper, hint: fault.hint, notes: fault.notes)
      return
    }
    if let function = resolution[use]?.function {
      signature = Signature(name: use.name, function)
    } else if resolution[use] == nil, let builtin = context.builtins[use.name] {
      checkHidden(arguments, of: builtin, receivers: 0)
      if builtin.defersToObject { return }
      called = builtin
      signature = Signature(builtin)
    } else {
      return
    }
    let names = arguments.map(\.name)
    guard case .failure(let fault) = signature.match(names) else {
      if let called { checkByHost(called, arguments, call) }
      return
    }
    switch fault.place {
    case .argument(let index) where index < arguments.count:
      let argument = arguments[index]
      report(fault.message, argument.lower, argument.value.upper, hint: fault.hint)
    default: report(fault.message, call.lower, call.upper, hint: fault.hint)
    }
  }

  /// Reports arguments that name a value where a function is expected and a builtin has their name.
  func checkHidden(_ arguments: [Argument], of builtin: Builtin, receivers: Int) {
    let names = [String?](repeating: nil, count: receivers) + arguments.map(\.name)
    guard case .success(let places) = Signature(builtin).match(names) else { return }
    for (argument, place) in zip(arguments, places.dropFirst(receivers)) {
      guard case .name(let use) = argument.value.kind, let hidden = context.builtins[use.name],
        let binding = resolution[use], let constant = binding.constant
      else { continue }
      let type = builtin.parameters[place].type
      guard type.accepts(.builtin(hidden)), !type.accepts(constant) else { continue }
      let fault = binding.callFault(constant.brief, hidesBuiltin: true, hasArguments: true)
      report(
        fault.message, argument.value.lower, argument.value.upper, hint: fault.hint,
        notes: fault.notes)
    }
  }
}
