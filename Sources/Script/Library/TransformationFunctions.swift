extension CoreFunctions {
  /// Lists made by a function of the script.
  static let transformations: [Builtin] = [
    Builtin(
      "map", [Parameter("list"), Parameter("function")],
      doc: "a list of what the function makes of each item",
      example: "map([1, 2, 3], x => x * x)"
    ) { call in
      let (items, function) = try call.listAndFunction()
      return .list(try items.map { try call.context.call(function, [$0]) })
    },
    Builtin(
      "filter", [Parameter("list"), Parameter("test")],
      doc: "a list of the items for which the test is true",
      example: "filter(0..10, x => x % 3 == 0)"
    ) { call in
      let (items, test) = try call.listAndFunction()
      return .list(try items.filter { try call.truth(test, $0) })
    },
    Builtin(
      "reduce", [Parameter("list"), Parameter("function"), Parameter("start", default: .none)],
      doc: "combines start (or the first item) with each item in turn",
      example: "reduce([1, 2, 3], (total, x) => total * x, 1)"
    ) { call in
      let (items, function) = try call.listAndFunction()
      var rest = items[...]
      var result = call[2]
      if !call.has(2) {
        guard let first = rest.popFirst() else {
          throw Fault(
            "an empty list needs a start", hint: "write `reduce(list, f, start)`", at: .argument(0))
        }
        result = first
      }
      for item in rest { result = try call.context.call(function, [result, item]) }
      return result
    },
  ]
}
