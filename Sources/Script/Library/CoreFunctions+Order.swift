extension CoreFunctions {
  /// `min`, `max`, `sorted`, `reversed`.
  static let ordering: [Builtin] = [
    Builtin(
      "min", extremeParameters,
      doc: "The smallest of a list or of several values, by `key(x)`, or along an axis.",
      example: "min(3, 1, 2)", defersToObject: true
    ) { call in try extreme(call) { $0 < 0 } },
    Builtin(
      "max", extremeParameters,
      doc: "The largest of a list or of several values, by `key(x)`, or along an axis.",
      example: "max([\"pear\", \"fig\"], key: len)", defersToObject: true
    ) { call in try extreme(call) { $0 > 0 } },
    Builtin(
      "sorted",
      [
        Parameter("values", .elements), Parameter("key", .function, default: .none),
        Parameter("reverse", .bool, default: false),
      ],
      doc: "The items in order, by `key(x)` if given; equal ones keep their order.",
      example: "sorted([\"pear\", \"fig\"], key: len)"
    ) { call in
      var elements = try ElementIterator(call[0])
      return .list(
        try sorted(elements.all(), key: call[1], reverse: call.bool(2), call.context))
    },
    Builtin(
      "reversed", [Parameter("values", .elements)], doc: "The items from last to first.",
      example: "reversed([1, 2, 3])"
    ) { call in
      var elements = try ElementIterator(call[0])
      return .list(try elements.all().reversed())
    },
  ]

  private static let extremeParameters = [
    .rest("values"), Parameter("key", .function, default: .none), NumberFunction.axis,
    NumberFunction.keepDims,
  ]

  private static func keys(_ items: [Value], _ key: Value, _ context: Context) throws -> [Value] {
    if key.isNone { return items }
    return try items.map { item in
      try context.checkInterrupt()
      return try context.call(key, [item])
    }
  }

  static func sorted(
    _ items: [Value], key: Value, reverse: Bool, _ context: Context
  ) throws -> [Value] {
    let keys = try keys(items, key, context)
    var comparisons = 0
    let indices = try items.indices.sorted { a, b in
      comparisons += 1
      if comparisons & 0xFFF == 0 { try context.checkInterrupt() }
      guard let order = keys[a].order(keys[b]) else { throw disorder(keys[a], keys[b]) }
      if order == 0 { return a < b }
      return reverse ? order > 0 : order < 0
    }
    return indices.map { items[$0] }
  }

  private static func disorder(_ a: Value, _ b: Value) -> Fault {
    Fault("\(a.brief) and \(b.brief) have no order", hint: "give a key: `key: x => …`")
  }

  private static func extreme(_ call: Call, _ isBetter: (Int) -> Bool) throws -> Value {
    var items = try call.list(0)
    if items.count == 1 {
      var elements = try ElementIterator(items[0])
      items = try elements.all()
    }
    if call.has(2) {
      // Of rows of numbers; without an axis rows are compared as a whole.
      return try NumberArray(.list(items), of: call.builtin.name)
        .reduce(axis: call.integer(2), keepDims: call.bool(3)) { line in
          guard !line.isEmpty else {
            throw Fault("`\(call.builtin.name)` of an empty list has no value", at: .argument(0))
          }
          return line[line.best { isBetter($0 < $1 ? -1 : ($0 > $1 ? 1 : 0)) }]
        }.value
    }
    let keys = try keys(items, call[1], call.context)
    guard var best = items.indices.first else {
      throw Fault("`\(call.builtin.name)` of an empty list has no value", at: .argument(0))
    }
    for index in items.indices.dropFirst() {
      guard let order = keys[index].order(keys[best]) else {
        throw disorder(keys[index], keys[best])
      }
      if isBetter(order) { best = index }
    }
    return items[best]
  }
}
