/// The methods of lists; those of `ListChanges` need a variable to change.
enum ListMethods {
  static let all: [Builtin] = ListChanges.all + reading

  /// Those that leave the list as it is, which ranges have too.
  static let reading: [Builtin] = [

    method(
      "contains", [Parameter("value")], doc: "Whether it has such an item.",
      example: "[1, 2].contains(2)"
    ) { items, call in .bool(items.contains { $0.isEqual(to: call[0]) }) },
    method(
      "index", [Parameter("value")], doc: "The index of the first such item, or `none`.",
      example: "[\"a\", \"b\"].index(\"b\")"
    ) { items, call in
      items.firstIndex { $0.isEqual(to: call[0]) }.map { .number(Double($0)) } ?? .none
    },
    method(
      "join", [Parameter("by", .string, default: "")],
      doc: "The texts of all items in one string.", example: "[1, 2].join(\", \")"
    ) { items, call in .string(try CoreFunctions.joined(items, by: call.string(0))) },
    method(
      "slice", [Parameter("start", .integer), Parameter("end", .integer, default: .none)],
      doc: "The items from `start` to before `end`, as `xs[start..end]`.",
      example: "[1, 2, 3].slice(1)"
    ) { items, call in
      let end = call.has(1) ? try call.integer(1) : nil
      return try Indexing.value(
        .list(items), [.slice(lower: call.integer(0), upper: end, step: 1)])
    },
    method(
      "map", [Parameter("f", .function)], doc: "A list of `f(x)` for each item.",
      example: "[1, 2].map(x => x * 10)"
    ) { items, call in
      .list(try CoreFunctions.mapped(.list(items), call[0], call.context))
    },
    method(
      "filter", [Parameter("f", .function)], doc: "The items for which `f(x)` is true.",
      example: "[1, 2].filter(x => x > 1)"
    ) { items, call in
      .list(try CoreFunctions.filtered(.list(items), call[0], call.context))
    },
  ]

  static func method(
    _ name: String, _ parameters: [Parameter] = [], doc: String, example: String,
    body: @escaping @Sendable ([Value], Call) throws -> Value
  ) -> Builtin {
    Builtin(name, parameters, doc: doc, example: example) { call in
      switch call.receiver {
      case .list(let items): return try body(items, call)
      case .range:
        var elements = try ElementIterator(call.receiver)
        return try body(try elements.all(), call)
      default: throw Fault("`\(name)` is a method of lists")
      }
    }
  }
}
