extension CoreFunctions {
  /// Functions that take a function; it may be the first or the second argument.
  static let higherOrder: [Builtin] = [
    Builtin(
      "map", [Parameter("values", listOrFunction), Parameter("f", listOrFunction)],
      doc: "A list of `f(x)` for each item.", example: "map([1, 2, 3], x => x * x)"
    ) { call in
      let (values, function) = try operands(call)
      return .list(try mapped(values, function, call.context))
    },
    Builtin(
      "filter", [Parameter("values", listOrFunction), Parameter("f", listOrFunction)],
      doc: "The items for which `f(x)` is true.", example: "filter(0..10, x => x % 2 == 0)"
    ) { call in
      let (values, function) = try operands(call)
      return .list(try filtered(values, function, call.context))
    },
    Builtin(
      "reduce",
      [
        Parameter("values", listOrFunction), Parameter("f", listOrFunction),
        Parameter("start", default: .none),
      ],
      doc: "Combines all items with `f(total, x)`, from `start` or the first item.",
      example: "reduce([1, 2, 3], (a, b) => a * b)"
    ) { call in
      let (values, function) = try operands(call)
      var elements = try ElementIterator(values)
      var total = call[2]
      if total.isNone {
        guard let first = try elements.next() else {
          throw Fault("an empty list needs a `start`", at: .argument(0))
        }
        total = first
      }
      while let element = try elements.next() {
        try call.context.checkInterrupt()
        total = try call.context.call(function, [total, element])
      }
      return total
    },
    Builtin(
      "any", searchParameters,
      doc: "Whether an item is true, or `f(x)` is for one; of nested lists along an axis.",
      example: "any([1, 5], x => x > 3)",
      defersToObject: true
    ) { call in try search(call, for: true) },
    Builtin(
      "all", searchParameters,
      doc: "Whether every item is true, or `f(x)` is for each; of nested lists along an axis.",
      example: "all([1, 5], x => x > 0)",
      defersToObject: true
    ) { call in try search(call, for: false) },
  ]

  private static let listOrFunction = ValueType.elements.or(.function)

  private static func operands(_ call: Call) throws -> (Value, Value) {
    if call[1].isCallable, !call[0].isCallable { return (call[0], call[1]) }
    if call[0].isCallable, !call[1].isCallable { return (call[1], call[0]) }
    throw Fault(
      "`\(call.builtin.name)` takes a list and a function",
      hint: "write `\(call.builtin.name)(list, x => …)`")
  }

  static func mapped(_ values: Value, _ function: Value, _ context: Context) throws -> [Value] {
    var elements = try ElementIterator(values)
    if let count = elements.count { try Limits.checkList(count) }
    var results: [Value] = []
    results.reserveCapacity(elements.count ?? 0)
    while let element = try elements.next() {
      try context.checkInterrupt()
      results.append(try context.call(function, [element]))
    }
    return results
  }

  static func filtered(_ values: Value, _ function: Value, _ context: Context) throws -> [Value] {
    var elements = try ElementIterator(values)
    var results: [Value] = []
    while let element = try elements.next() {
      try context.checkInterrupt()
      if try Operators.truth(context.call(function, [element])) {
        results.append(element)
        try Limits.checkList(results.count)
      }
    }
    return results
  }

  private static let searchParameters = [
    Parameter("values", .elements), Parameter("f", .function, default: .none), NumberFunction.axis,
    NumberFunction.keepDims,
  ]

  /// Whether an item is as wanted: true for `any`; false for `all`, which is then the opposite.
  private static func search(_ call: Call, for wanted: Bool) throws -> Value {
    func isWanted(_ item: Value) throws -> Bool {
      try call.context.checkInterrupt()
      return try Operators.truth(call.has(1) ? call.context.call(call[1], [item]) : item) == wanted
    }
    if call.has(2) {
      return try call.shaped(0).reduce(axis: call.integer(2), keepDims: call.bool(3)) {
        try $0.contains(where: isWanted) == wanted
      }.value { .bool($0) }
    }
    var elements = try ElementIterator(call[0])
    while let element = try elements.next() {
      if try isWanted(element) { return .bool(wanted) }
    }
    return .bool(!wanted)
  }
}
