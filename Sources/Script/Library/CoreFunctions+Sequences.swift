import Syntax

extension CoreFunctions {
  /// Functions of lists, and of what else has elements.
  static let sequences: [Builtin] = [
    Builtin(
      "len", [Parameter("value", .elements)],
      doc: "How many items a list, characters a string or names a record has.",
      example: "len([1, 2, 3])"
    ) { call in
      if case .string(let text) = call[0] {
        return .number(Double(call.context.runtime.layouts.layout(of: text).count))
      }
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
      "sum",
      [Parameter("values", .elements), NumberFunction.axis, NumberFunction.keepDims],
      doc: "The sum of all numbers, or along an axis of nested lists.",
      example: "sum([1, 2, 3])", defersToObject: true
    ) { call in
      if case .list(let items) = call[0], items.contains(where: \.isObject), !call.has(1) {
        return try items.reduce(.number(0)) { try Operators.apply(.add, $0, $1) }
      }
      var elements = try ElementIterator(call[0])
      if case .string? = try elements.next() {
        throw Fault("`sum` adds numbers", hint: "strings are joined by `join`", at: .argument(0))
      }
      return try reduced(call, axis: 1, keepDims: 2, empty: 0) { $0.accurateSum }
    },
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
      "contains", [Parameter("values", .elements), Parameter("value")],
      doc: "Whether a list has such an item, a text such a part or a record such a name, as `in`.",
      example: "[1, 2].contains(2)"
    ) { call in .bool(try Operators.contains(call[1], call[0])) },
    Builtin(
      "index", [Parameter("values", .elements), Parameter("value")],
      doc: "The index of the first such item of a list, or `none`.",
      example: "[\"a\", \"b\"].index(\"b\")"
    ) { call in
      if case .string = call[0] {
        throw Fault("`index` looks for an item of a list", hint: "write `s.find(part)`")
      }
      var elements = try ElementIterator(call[0])
      var index = 0.0
      while let element = try elements.next() {
        if element.isEqual(to: call[1]) { return .number(index) }
        index += 1
      }
      return .none
    },
    Builtin(
      "count", [Parameter("values", .elements), Parameter("value")],
      doc: "How many such items a list has, or how often a text contains a part.",
      example: "\"banana\".count(\"an\")"
    ) { call in
      if case .string(let text) = call[0] {
        guard case .string(let part) = call[1] else {
          throw Fault("a text contains texts, not \(call[1].brief)", at: .argument(1))
        }
        return .number(Double(TextSearch(part, in: text).all().count))
      }
      var elements = try ElementIterator(call[0])
      var count = 0.0
      while let element = try elements.next() {
        if element.isEqual(to: call[1]) { count += 1 }
      }
      return .number(count)
    },
    Builtin(
      "slice",
      [
        Parameter("values", .elements), Parameter("start", .integer),
        Parameter("end", .integer, default: .none),
      ],
      doc: "The items from `start` to before `end`, as `xs[start..end]`.",
      example: "[1, 2, 3].slice(1)"
    ) { call in
      let end = call.has(2) ? try call.integer(2) : nil
      return try Indexing.value(call[0], [.slice(lower: call.integer(1), upper: end, step: 1)])
    },
    Builtin(
      "join",
      [Parameter("values", .elements), Parameter("by", .string.or(.elements), default: "")],
      doc: "The texts of all items in one string, separated by `by`; `\", \".join(xs)` works too.",
      example: "join([\"a\", \"b\"], \", \")"
    ) { call in
      switch (call[0], call[1]) {
      case (.string, .string(let by)):
        // Which of the two separates the other's characters can't be guessed.
        throw Fault(
          "`join` takes a list and a separator, not two strings",
          hint: "write `text.chars().join(\(by.quoted))`")
      case (_, .string(let by)):
        var elements = try ElementIterator(call[0])
        return .string(try joined(elements.all(), by: by))
      case (.string(let by), _):
        var elements = try ElementIterator(call[1])
        return .string(try joined(elements.all(), by: by))
      default:
        throw Fault("`by` of `join` takes a string, not \(call[1].brief)", at: .argument(1))
      }
    },
  ]

  static func joined(_ values: [Value], by separator: String) throws -> String {
    let texts = values.map(\.text)
    let total = texts.reduce(separator.utf8.count * texts.count) { $0 + $1.utf8.count }
    try Limits.checkString(total)
    return texts.joined(separator: separator)
  }
}

extension Value {
  fileprivate var isObject: Bool {
    if case .object = self { true } else { false }
  }
}
