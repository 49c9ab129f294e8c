extension CoreFunctions {
  /// Lists and ranges made from others.
  static let sequences: [Builtin] = [
    Builtin(
      "range",
      [
        Parameter("start", .integer), Parameter("end", .integer, default: .none),
        Parameter("step", .integer, default: 1),
      ],
      doc: "whole numbers from start, or 0, to before end, as `start..end`, `step` apart",
      example: "list(range(0, 10, 3))"
    ) { call in
      let first = try call.integer(0)
      let step = try call.integer(2)
      guard step != 0 else { throw Fault("a range's step can't be 0", at: .argument(2)) }
      if !call.has(1) { return .range(RangeValue(start: 0, end: first, step: step)) }
      return .range(RangeValue(start: first, end: try call.integer(1), step: step))
    },
    Builtin(
      "zip", [.rest("lists", .elements)],
      doc: "lists of the first items, the second items and so on, as long as the shortest",
      example: "for name, loss in zip([\"a\", \"b\"], [0.5, 0.3]) { print(name, loss) }"
    ) { call in
      var columns = try call.list(0).map { try call.context.elements(of: $0) }
      var rows: [Value] = []
      while !columns.isEmpty {
        var row: [Value] = []
        row.reserveCapacity(columns.count)
        for index in columns.indices {
          guard let item = try columns[index].next() else { return .list(rows) }
          row.append(item)
        }
        rows.append(.list(row))
        try Limits.checkList(rows.count)
      }
      return .list(rows)
    },
    Builtin(
      "enumerate", [Parameter("values", .elements), Parameter("start", .integer, default: 0)],
      doc: "each item with its place, as lists `[place, item]`",
      example: "for i, word in enumerate([\"good\", \"bad\"]) { print(i, word) }"
    ) { call in
      let start = Double(try call.integer(1))
      return .list(
        try call.elements(0).enumerated().map { .list([.number(start + Double($0)), $1]) })
    },
    Builtin(
      "sorted",
      [
        Parameter("values", .elements), Parameter("key", .function, default: .none),
        Parameter("reverse", .bool, default: false),
      ],
      doc: "a new list in order; `key` says what to compare, `reverse` puts the largest first",
      example: "sorted([\"bb\", \"a\"], key: len, reverse: true)"
    ) { call in
      .list(
        try Ordering.sorted(
          call.elements(0), key: call[1], isReversed: call.bool(2), call.context))
    },
    Builtin(
      "reversed", [Parameter("values", .elements)], doc: "a new list, the last item first",
      example: "reversed(0..3)"
    ) { call in
      .list(try call.elements(0).reversed())
    },
    Builtin(
      "join", [Parameter("values", .elements), Parameter("separator", .string, default: "")],
      doc: "one string of all items, with the separator between them",
      example: "join([\"a\", \"b\"], \", \")"
    ) { call in
      .string(try joined(call.elements(0), try call.string(1)))
    },
  ]

  static func joined(_ items: [Value], _ separator: String) throws -> String {
    var text = ""
    for (index, item) in items.enumerated() {
      if index > 0 { text += separator }
      text += item.text
      try Limits.checkString(text.utf8.count)
    }
    return text
  }
}
