extension CoreFunctions {
  /// Many values in, one out.
  static let aggregates: [Builtin] = [
    Builtin(
      "len", [Parameter("value")],
      doc: "how many items, characters or names the value has", example: "len(\"mood\")"
    ) { call in
      switch call[0] {
      case .string(let text): return .number(Double(text.count))
      case .list(let items): return .number(Double(items.count))
      case .record(let record): return .number(Double(record.count))
      case .range(let range): return .number(Double(range.count))
      case .object(let object):
        if let count = object.count { return .number(Double(count)) }
        fallthrough
      default:
        var hint: String?
        if case .number = call[0] { hint = "for its digits, write `len(str(x))`" }
        throw Fault("\(call[0].brief) has no length", hint: hint, at: .argument(0))
      }
    },
    Builtin(
      "min", [.rest("values"), Parameter("key", .function, default: .none)],
      doc: "the smallest of a list or of the arguments; `key` says what to compare",
      example: "min([3, 1, 2])", defersToObject: true
    ) { call in
      try extreme(call) { try Ordering.precedes($0, $1) }
    },
    Builtin(
      "max", [.rest("values"), Parameter("key", .function, default: .none)],
      doc: "the largest of a list or of the arguments; `key` says what to compare",
      example: "max([\"a\", \"abc\", \"ab\"], key: len)", defersToObject: true
    ) { call in
      try extreme(call) { try Ordering.precedes($1, $0) }
    },
    Builtin(
      "sum", [Parameter("values", .elements)], doc: "the sum of a list's numbers",
      example: "sum([1, 2, 3])", defersToObject: true
    ) { call in
      var elements = try call.context.elements(of: call[0])
      var number = 0.0
      // Objects, such as tensors, are added by their own operator.
      var total: Value?
      while let item = try elements.next() {
        if total == nil, case .number(let next) = item {
          number += next
        } else if case .string = item {
          throw Fault(
            "`sum` adds numbers, not strings", hint: "write `join(list)`", at: .argument(0))
        } else {
          total = try Operators.apply(.add, total ?? .number(number), item)
        }
      }
      return total ?? .number(number)
    },
    Builtin(
      "any", [Parameter("values", .elements), Parameter("test", .function, default: .none)],
      doc: "whether one item at least is true, or passes the test",
      example: "any([1, 5, 9], x => x > 8)"
    ) { call in
      .bool(try contains(call, true))
    },
    Builtin(
      "all", [Parameter("values", .elements), Parameter("test", .function, default: .none)],
      doc: "whether every item is true, or passes the test",
      example: "all([1, 5, 9], x => x > 0)"
    ) { call in
      .bool(try !contains(call, false))
    },
  ]

  private static func extreme(
    _ call: Call, _ isBetter: (Value, Value) throws -> Bool
  ) throws -> Value {
    var items = try call.list(0)
    if items.count == 1 {
      var elements = try call.context.elements(of: items[0])
      items = try elements.all()
    }
    let keys = try Ordering.keys(items, call[1], call.context)
    guard !items.isEmpty else {
      throw Fault("nothing has no `\(call.builtin.name)`: the list is empty")
    }
    var best = 0
    for index in items.indices.dropFirst() where try isBetter(keys[index], keys[best]) {
      best = index
    }
    return items[best]
  }

  private static func contains(_ call: Call, _ wanted: Bool) throws -> Bool {
    var elements = try call.context.elements(of: call[0])
    while let item = try elements.next() {
      if call.has(1) {
        if try call.truth(call[1], item) == wanted { return true }
      } else if case .bool(let flag) = item {
        if flag == wanted { return true }
      } else {
        throw Fault(
          "`\(call.builtin.name)` asks for true or false, not \(item.brief)",
          hint: "write `\(call.builtin.name)(list, x => …)`", at: .argument(0))
      }
    }
    return false
  }
}
