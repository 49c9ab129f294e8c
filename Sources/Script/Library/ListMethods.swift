/// The methods of lists and ranges that leave them as they are; for the others see `ListChanges`.
enum ListMethods {
  static let all: [Builtin] = [
    Builtin(
      "contains", [Parameter("value")], doc: "whether the value is among the items",
      example: "[1, 2].contains(2)"
    ) { call in
      .bool(try Operators.contains(call[0], call.receiver))
    },
    Builtin(
      "index", [Parameter("value")],
      doc: "the place of the first item that equals the value, or none",
      example: "[\"good\", \"bad\"].index(\"bad\")"
    ) { call in
      let place = try call.receiverElements().firstIndex { $0.isEqual(to: call[0]) }
      return place.map { .number(Double($0)) } ?? .none
    },
    Builtin(
      "join", [Parameter("separator", .string, default: "")],
      doc: "one string of all items, with the separator between them",
      example: "[\"a\", \"b\"].join(\", \")"
    ) { call in
      .string(try CoreFunctions.joined(call.receiverElements(), try call.string(0)))
    },
    Builtin(
      "slice",
      [
        Parameter("start", .integer, default: 0), Parameter("end", .integer, default: .none),
        Parameter("step", .integerIn(.from(1)), default: 1),
      ],
      doc: "the items from start to before end, as `[start..end]`, `step` apart",
      example: "[1, 2, 3, 4].slice(0, 4, step: 2)"
    ) { call in
      let end = call.has(1) ? try call.integer(1) : nil
      return try Indexing.value(
        call.receiver,
        [.slice(lower: try call.integer(0), upper: end, step: try call.integer(2))])
    },
    Builtin(
      "map", [Parameter("function", .function)],
      doc: "a list of what the function makes of each item", example: "[1, 2].map(x => x * 2)"
    ) { call in
      .list(try call.receiverElements().map { try call.context.call(call[0], [$0]) })
    },
    Builtin(
      "filter", [Parameter("test", .function)],
      doc: "a list of the items for which the test is true",
      example: "[1, 2, 3].filter(x => x > 1)"
    ) { call in
      .list(try call.receiverElements().filter { try call.truth(call[0], $0) })
    },
  ]
}
