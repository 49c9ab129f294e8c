import Syntax

extension Resolver {
  /// Binds the name in `base.name(…)` where the script has a function of that name, and checks the
  /// call where the type of the base is known before running.
  func resolveMethodCall(
    _ base: Expression, _ name: String, _ lower: Int, _ arguments: [Argument], _ call: Expression
  ) {
    let use = NameSyntax(name: name, lower: lower, upper: lower + name.utf8.count)
    if let binding = scope.find(name) ?? globals[name] ?? known[name], binding.role == .function {
      resolve(use, use.lower, use.upper)
      if let function = binding.function {
        check(Signature(name: name, function), arguments, call)
      }
      return
    }
    checkChange(base, name, lower, call)
    if let declared = callOfDeclaration(base, name, arguments) {
      if let fault = context.host.fault(of: declared) { report(fault, arguments, call, after: 0) }
      return
    }
    guard let value = sample(of: base) else { return }
    if case .list = value, ListChanges.names.contains(name) { return }
    if case .record(let record) = value, record[name] != nil { return }
    guard let function = context.builtins[name], function.isMember(of: value) else {
      let fault = Members.missing(name, in: value, among: context.builtins)
      report(fault.message, lower, lower + name.utf8.count, hint: fault.hint)
      return
    }
    check(Signature(function), arguments, call)
    checkHidden(arguments, of: function, receivers: 1)
  }

  /// Answers `help(run)`, where the argument may be a word that is no value, by one fault.
  func reportsHelp(_ use: NameSyntax, _ arguments: [Argument]) -> Bool {
    guard use.name == "help", scope.find("help") == nil, globals["help"] == nil,
      known["help"] == nil
    else { return false }
    let argument = arguments.first?.value
    let topic = argument.map { range($0.lower, $0.upper).text } ?? "topics"
    report(
      "there is no `help`", use.lower, use.upper,
      hint: "write `?\(topic)`, alone on its line in the shell")
    return true
  }

  /// Checks the arguments after the value before the dot.
  private func check(_ signature: Signature, _ arguments: [Argument], _ call: Expression) {
    guard case .failure(let fault) = signature.match([nil] + arguments.map(\.name)) else { return }
    report(fault, arguments, call, after: 1)
  }

  /// A call on something that this very program declares: an earlier cell may have been interrupted.
  private func callOfDeclaration(
    _ base: Expression, _ name: String, _ arguments: [Argument]
  ) -> StaticCall? {
    guard case .name(let use) = base.kind,
      let index = (scope.find(use.name) ?? globals[use.name])?.declaration,
      context.declarations.indices.contains(index)
    else { return nil }
    return staticCall(name, of: context.declarations[index], arguments)
  }

  private func staticCall(
    _ name: String, of declaration: StaticDeclaration?, _ arguments: [Argument]
  ) -> StaticCall {
    StaticCall(
      name: name, declaration: declaration, declarations: context.declarations,
      arguments: arguments.map { ($0.name, ConstantFolder.fold($0.value, self)) })
  }

  /// Has the host check a call of a function, whose arguments fit its parameters. One inside a function may
  /// be called later, or never, and what is inside `try` may fail.
  func checkByHost(_ function: Builtin, _ arguments: [Argument], _ call: Expression) {
    guard !scope.isFunction, attemptDepth == 0,
      let fault = context.host.fault(of: staticCall(function.name, of: nil, arguments))
    else { return }
    report(fault, arguments, call, after: 0)
  }

  /// - Parameter count: how many values come before the arguments.
  private func report(
    _ fault: Fault, _ arguments: [Argument], _ call: Expression, after count: Int
  ) {
    switch fault.place {
    case .argument(let index) where arguments.indices.contains(index - count):
      let argument = arguments[index - count]
      report(fault.message, argument.lower, argument.value.upper, hint: fault.hint)
    default: report(fault.message, call.lower, call.upper, hint: fault.hint)
    }
  }

  /// A value of the type that an expression is known to have.
  func sample(of expression: Expression) -> Value? {
    switch expression.kind {
    case .string: return .string("")
    case .list: return .list([])
    case .record(let entries):
      return .record(Record(entries.map { ($0.name, sample(of: $0.value) ?? .none) }))
    case .range: return .range(RangeValue(start: 0, end: 0))
    case .name(let use):
      guard let binding = resolution[use] else { return nil }
      return binding.constant ?? binding.earlierValue(known)
    case .member(let base, let name, _):
      // A field whose value isn't known is there as `none`.
      guard case .record(let record)? = sample(of: base), let value = record[name],
        !value.isNone
      else { return nil }
      return value
    default: return nil
    }
  }
}

extension Binding {
  /// The value that an earlier cell of the session has given to the name, which nothing changes;
  /// nil for objects, whose members aren't known before running.
  fileprivate func earlierValue(_ known: [String: Binding]) -> Value? {
    guard !isVariable, known[name] === self, case .global(let variable) = place, variable.isDefined
    else { return nil }
    switch variable.value {
    case .object, .function, .builtin, .method: return nil
    default: return variable.value
    }
  }
}
