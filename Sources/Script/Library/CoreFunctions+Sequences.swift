extension CoreFunctions {
  /// `len`, `range`, `sum`, `keys`, `values`, `zip`, `enumerate`, `join`.
  static let sequences: [Builtin] = [
    Builtin(
      "len", [Parameter("value", .elements)],
      doc: "How many items a list, characters a string or names a record has.",
      example: "len([1, 2, 3])"
    ) { call in
      if case .string(let text) = call[0] { return .number(Double(text.count)) }
      return .number(Double(try ElementIterator(call[0]).count ?? 0))
    },
    Builtin(
      "range",
      [
        Parameter("start", .integer), Parameter("end", .integer, default: .none),
        Parameter("step", .integer, default: 1),
      ],
      doc: "Whole numbers from `start` to before `end`, `step` apart; `range(n)` counts from 0.",
      example: "for i in range(10, 0, -5) { print(i) }"
    ) { call in
      let first = try call.integer(0)
      let step = try call.integer(2)
      guard step != 0 else { throw Fault("`step` of `range` can't be 0", at: .argument(2)) }
      guard call.has(1) else { return .range(RangeValue(start: 0, end: first, step: step)) }
      return .range(RangeValue(start: first, end: try call.integer(1), step: step))
    },
    Builtin(
      "sum", [Parameter("values", .elements)], doc: "The sum of numbers.",
      example: "sum([1, 2, 3])", defersToObject: true
    ) { call in
      var elements = try ElementIterator(call[0])
      var total = Value.number(0)
      var isFirst = true
      while let element = try elements.next() {
        if case .string = element, isFirst {
          throw Fault("`sum` adds numbers", hint: "strings are joined by `join`", at: .argument(0))
        }
        total = try Operators.apply(.add, total, element)
        isFirst = false
      }
      return total
    },
    Builtin(
      "keys", [Parameter("record", .record(.any))], doc: "The names of a record, in order.",
      example: "keys({a: 1, b: 2})"
    ) { call in .list(try call.record(0).keys.map(Value.string)) },
    Builtin(
      "values", [Parameter("record", .record(.any))], doc: "The values of a record, in order.",
      example: "values({a: 1, b: 2})"
    ) { call in .list(try call.record(0).values) },
    Builtin(
      "zip", [.rest("lists", .elements)],
      doc:
        "Lists of the first items, of the second items, and so on, up to the length of the shortest.",
      example: "for a, b in zip([1, 2], [\"x\", \"y\"]) { print(a, b) }"
    ) { call in
      var iterators = try call.list(0).map(ElementIterator.init)
      var rows: [Value] = []
      guard !iterators.isEmpty else { return .list([]) }
      while true {
        var row: [Value] = []
        for index in iterators.indices {
          guard let element = try iterators[index].next() else { return .list(rows) }
          row.append(element)
        }
        rows.append(.list(row))
        try Limits.checkList(rows.count)
      }
    },
    Builtin(
      "enumerate", [Parameter("values", .elements), Parameter("start", .integer, default: 0)],
      doc: "Each item with its number: `[[0, a], [1, b]]`.",
      example: "for i, x in enumerate([\"a\", \"b\"]) { print(i, x) }"
    ) { call in
      var elements = try ElementIterator(call[0])
      let start = try call.integer(1)
      return .list(
        try elements.all().enumerated().map { .list([.number(Double(start + $0)), $1]) })
    },
    Builtin(
      "join", [Parameter("values", .elements), Parameter("by", .string, default: "")],
      doc: "The texts of all items in one string, separated by `by`.",
      example: "join([\"a\", \"b\"], \", \")"
    ) { call in
      var elements = try ElementIterator(call[0])
      return .string(try joined(elements.all(), by: call.string(1)))
    },
  ]

  static func joined(_ values: [Value], by separator: String) throws -> String {
    let texts = values.map(\.text)
    let total = texts.reduce(separator.utf8.count * texts.count) { $0 + $1.utf8.count }
    try Limits.checkString(total)
    return texts.joined(separator: separator)
  }
}
