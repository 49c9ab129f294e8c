extension CoreFunctions {
  /// Functions that bring equal items together.
  static let groups: [Builtin] = [
    Builtin(
      "unique", [Parameter("values", .elements)],
      doc: "The different items, in the order in which they first come.",
      example: "unique([\"b\", \"a\", \"b\"])"
    ) { call in
      var seen: Set<ValueKey> = []
      return .list(try items(call).filter { seen.insert(ValueKey($0)).inserted })
    },
    Builtin(
      "counts", [Parameter("values", .elements)],
      doc: "Pairs of each different item and how often it comes, the commonest first.",
      example: "for word, n in counts([\"a\", \"b\", \"a\"]) { print(word, n) }"
    ) { call in
      let counted = grouped(try items(call)) { item, _ in item }
        .map { (value: $0.key, count: $0.items.count) }
      // Those that are as common stay in the order in which they first come.
      let indices = counted.indices.sorted {
        (-counted[$0].count, $0) < (-counted[$1].count, $1)
      }
      return .list(
        indices.map { .list([counted[$0].value, .number(Double(counted[$0].count))]) })
    },
    Builtin(
      "group_by", [Parameter("values", .elements), Parameter("key", .function.or(.string))],
      doc: "Pairs of each different `key(x)`, or value of a column, and a list of its items.",
      example: "group_by([\"pear\", \"fig\", \"plum\"], len)"
    ) { call in
      let groups = try grouped(items(call)) { item, index in
        try call.context.checkInterrupt()
        guard case .string(let name) = call[1] else {
          return try call.context.call(call[1], [item])
        }
        if let value = try Members.find(name, of: item) { return value }
        throw Fault(
          "item \(index) has no `\(name)`",
          hint: "a key is a name that every item has, or a function: `x => …`", at: .argument(1))
      }
      return .list(groups.map { .list([$0.key, .list($0.items)]) })
    },
  ]

  /// A record from pairs, as `counts`, `group_by` and `zip` give them.
  static let recordOfPairs = Builtin(
    "record", [Parameter("pairs", .elements)],
    doc: "A record of pairs of a name and a value.",
    example: "record(zip([\"a\", \"b\"], [1, 2]))"
  ) { call in
    if case .record = call[0] { return call[0] }
    var record = Record()
    for (index, item) in try items(call).enumerated() {
      guard case .list(let pair) = item, pair.count == 2 else {
        throw Fault(
          "`record` takes pairs of a name and a value; item \(index) is \(item.brief)",
          hint: "such as [[\"a\", 1], [\"b\", 2]]", at: .argument(0))
      }
      guard case .string(let name) = pair[0] else {
        throw Fault(
          "the name in item \(index) is \(pair[0].brief), not a string", hint: "write `str(x)`",
          at: .argument(0))
      }
      guard record[name] == nil else {
        throw Fault(
          "the name \(name.quoted) comes twice", hint: "`group_by` keeps all values of a name",
          at: .argument(0))
      }
      record[name] = pair[1]
    }
    return .record(record)
  }

  private static func items(_ call: Call) throws -> [Value] {
    var elements = try ElementIterator(call[0])
    return try elements.all()
  }

  /// The items of each different key, both in the order in which they first come.
  private static func grouped(
    _ items: [Value], by key: (Value, Int) throws -> Value
  ) rethrows -> [(key: Value, items: [Value])] {
    var groups: [(key: Value, items: [Value])] = []
    var indices: [ValueKey: Int] = [:]
    for (index, item) in items.enumerated() {
      let key = try key(item, index)
      if let index = indices[ValueKey(key)] {
        groups[index].items.append(item)
      } else {
        indices[ValueKey(key)] = groups.count
        groups.append((key, [item]))
      }
    }
    return groups
  }
}
