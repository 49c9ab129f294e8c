import Diagnostics

extension Interpreter {
  /// Calls whatever a call's callee turned out to be.
  func call(
    _ callee: Value, _ arguments: ArgumentNodes, _ slots: Slots, _ range: SourceRange
  ) throws -> Value {
    guard callee.isCallable else {
      throw ScriptError.fault(
        Diagnostic(
          "\(callee.brief) is not a function", at: range,
          hint: arguments.nodes.isEmpty ? "remove the `()`" : nil))
    }
    return try call(callee, arguments.values(slots, self), arguments, range)
  }

  /// Calls a function with the values of its arguments as they are written.
  func call(
    _ callee: Value, _ values: [Value], _ arguments: ArgumentNodes, _ range: SourceRange
  ) throws -> Value {
    switch callee {
    case .function(let function): return try call(function.closure, values, arguments, range)
    case .builtin(let builtin): return try call(builtin, .none, values, arguments, range)
    case .method(let method):
      return try call(method.builtin, method.receiver, values, arguments, range)
    default: throw Fault("\(callee.brief) is not a function")
    }
  }

  /// Calls a function from Swift, all arguments by position; those it has no room for are left out,
  /// so that `map(xs, () => 1)` needs no parameter that it doesn't use.
  package func call(_ callee: Value, _ values: [Value], at range: SourceRange) throws -> Value {
    switch callee {
    case .function(let function):
      let fitting = Array(values.prefix(max(1, function.closure.code.parameters.count)))
      return try call(function.closure, fitting, nil, range)
    case .builtin(let builtin): return try call(builtin, .none, values, nil, range)
    case .method(let method):
      return try call(method.builtin, method.receiver, values, nil, range)
    default: throw Fault("\(callee.brief) is not a function")
    }
  }

  /// Calls a script's function with arguments in any order.
  private func call(
    _ function: Closure, _ values: [Value], _ arguments: ArgumentNodes?, _ range: SourceRange
  ) throws -> Value {
    let code = function.code
    let names = arguments?.names ?? Array(repeating: nil, count: values.count)
    let places: [Int]
    switch code.signature.match(names) {
    case .success(let found): places = found
    case .failure(let fault):
      let place = arguments?.range(of: fault.place, in: range) ?? range
      throw ScriptError.fault(placed(fault, place))
    }
    let frame = try push(code, range)
    var isGiven = [Bool](repeating: false, count: code.parameters.count)
    for (value, place) in zip(values, places) {
      frame[place] = value
      isGiven[place] = true
    }
    if isGiven.contains(false) { return try finishWithDefaults(function, frame, isGiven, range) }
    return try finish(function, frame, range)
  }

  /// Defaults are evaluated at each call, in order, and see the parameters before them.
  private func finishWithDefaults(
    _ function: Closure, _ frame: Slots, _ isGiven: [Bool], _ range: SourceRange
  ) throws -> Value {
    let code = function.code
    do {
      for (slot, variable) in zip(code.captureSlots, function.captures) {
        frame[slot] = .object(variable)
      }
      for (place, parameter) in code.parameters.enumerated() where !isGiven[place] {
        guard let fallback = parameter.fallback else { continue }
        frame[place] = try fallback.value(frame, self)
      }
    } catch {
      pop(frame, code)
      throw error
    }
    return try finish(function, frame, range)
  }

  /// Calls a builtin or a method.
  func call(
    _ builtin: Builtin, _ receiver: Value, _ values: [Value], _ arguments: ArgumentNodes?,
    _ range: SourceRange
  ) throws -> Value {
    if builtin.defersToObject, case .object(let object)? = values.first,
      arguments?.names.first ?? nil == nil, let method = object.method(builtin.name)
    {
      let rest = arguments.map(\.dropFirst)
      return try call(method, values[0], Array(values.dropFirst()), rest, range)
    }
    let matched = try matched(builtin, values, arguments, range)
    let context = Context(runtime: self, range: range)
    do {
      return try builtin.body(
        Call(builtin: builtin, receiver: receiver, arguments: matched, context: context))
    } catch {
      throw placed(error, range) { place in
        guard case .argument(let parameter) = place, let arguments else { return nil }
        return argumentRange(of: parameter, of: builtin, arguments)
      }
    }
  }

  /// The arguments in the order of the parameters, defaults filled in, types checked.
  func matched(
    _ builtin: Builtin, _ values: [Value], _ arguments: ArgumentNodes?, _ range: SourceRange
  ) throws -> [Value] {
    var matched: [Value] = []
    matched.reserveCapacity(builtin.parameters.count)
    let isPlain = arguments?.arePositional ?? true
    if isPlain, values.count == builtin.parameters.count, !builtin.hasRest {
      matched = values
    } else {
      let signature = Signature(builtin)
      let names = arguments?.names ?? Array(repeating: nil, count: values.count)
      let places: [Int]
      switch signature.match(names) {
      case .success(let found): places = found
      case .failure(let fault):
        let place = arguments?.range(of: fault.place, in: range) ?? range
        throw ScriptError.fault(placed(fault, place))
      }
      for (index, parameter) in builtin.parameters.enumerated() {
        switch parameter.presence {
        case .rest:
          matched.append(.list(zip(values, places).filter { $0.1 == index }.map(\.0)))
        case .required: matched.append(values[places.firstIndex(of: index)!])
        case .optional(let fallback):
          matched.append(places.firstIndex(of: index).map { values[$0] } ?? Value(fallback))
        }
      }
    }
    for (index, parameter) in builtin.parameters.enumerated() {
      if parameter.accepts(matched[index]) { continue }
      let subject = "`\(parameter.name)` of `\(builtin.name)`"
      let place = arguments.flatMap { argumentRange(of: index, of: builtin, $0) } ?? range
      throw ScriptError.fault(
        placed(parameter.fault(for: matched[index], subject: subject), place))
    }
    return matched
  }

  /// The range of the argument that was given for a parameter.
  private func argumentRange(
    of parameter: Int, of builtin: Builtin, _ arguments: ArgumentNodes
  ) -> SourceRange? {
    guard case .success(let places) = Signature(builtin).match(arguments.names),
      let index = places.firstIndex(of: parameter)
    else { return nil }
    return arguments.nodes[index].range
  }
}

extension ArgumentNodes {
  fileprivate var dropFirst: ArgumentNodes {
    ArgumentNodes(Array(zip(names, nodes).dropFirst()).map { (name: $0.0, node: $0.1) })
  }
}

extension Builtin {
  var hasRest: Bool {
    parameters.contains { parameter in
      if case .rest = parameter.presence { true } else { false }
    }
  }
}

extension Parameter {
  func accepts(_ value: Value) -> Bool {
    if case .rest = presence, case .list(let items) = value {
      return items.allSatisfy(type.accepts)
    }
    if type.accepts(value) { return true }
    if case .optional(.none) = presence { return value.isNone }
    return false
  }

  func fault(for value: Value, subject: String) -> Fault {
    if case .rest = presence { return ValueType.list(type).fault(for: value, subject: subject) }
    return type.fault(for: value, subject: subject)
  }
}
