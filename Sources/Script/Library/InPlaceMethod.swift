/// A list's method that changes the list where it stands.
///
/// Lists are values, so such a call needs a variable: `xs.append(1)`, `r.rows[0].sort()`. The
/// interpreter takes the list out of the variable, applies the method and puts the list back; while
/// it is out nothing shares it, so an append copies nothing.
package struct InPlaceMethod: Sendable {
  /// Its signature and help; the body, reached where there is no variable, says what to write.
  package let builtin: Builtin
  /// Whether the method calls functions of the script. The list must then stay in its variable
  /// during the call, for those functions may look at it: apply to a copy, and store that.
  package let callsScript: Bool
  private let change: @Sendable (inout [Value], Call) throws -> Value

  private init(
    _ name: String, _ parameters: [Parameter] = [], doc: String, example: String,
    instead: String, callsScript: Bool = false,
    change: @escaping @Sendable (inout [Value], Call) throws -> Value
  ) {
    builtin = Builtin(name, parameters, doc: doc, example: example) { _ in
      throw Fault("`\(name)` changes a list in a `var`, and this is none", hint: instead)
    }
    self.callsScript = callsScript
    self.change = change
  }

  /// Applies the method to the list in `value`, which must be one, and returns its result.
  ///
  /// After a fault the list is what it was before.
  package func apply(to value: inout Value, _ call: Call) throws -> Value {
    guard case .list(var items) = value else {
      throw Fault("`\(builtin.name)` changes lists, not \(value.brief)")
    }
    value = .none
    defer { value = .list(items) }
    return try change(&items, call)
  }

  /// The method of a list with this name.
  package static func named(_ name: String) -> InPlaceMethod? { byName[name] }

  private static let byName = Dictionary(
    uniqueKeysWithValues: all.map { ($0.builtin.name, $0) })

  package static let all: [InPlaceMethod] = [
    InPlaceMethod(
      "append", [Parameter("value")], doc: "puts a value at the list's end",
      example: "var xs = [1]\nxs.append(2)\nxs", instead: "write `xs + [value]`"
    ) { items, call in
      try Limits.checkList(items.count + 1)
      items.append(call[0])
      return .none
    },
    InPlaceMethod(
      "insert", [Parameter("index", .integer), Parameter("value")],
      doc: "puts a value before the item at an index",
      example: "var xs = [1, 3]\nxs.insert(1, 2)\nxs",
      instead: "write `xs[..i] + [value] + xs[i..]`"
    ) { items, call in
      try Limits.checkList(items.count + 1)
      let index = try call.integer(0)
      let place = index < 0 ? index + items.count : index
      guard (0...items.count).contains(place) else {
        let count = Phrase.plural(items.count, "item")
        throw Fault(
          "index \(index) lies outside the list, which has \(count)",
          hint: "at the end: `xs.append(value)`", at: .argument(0))
      }
      items.insert(call[1], at: place)
      return .none
    },
    InPlaceMethod(
      "remove", [Parameter("value")], doc: "takes out the first item that equals the value",
      example: "var xs = [1, 2, 1]\nxs.remove(1)\nxs",
      instead: "write `xs.filter(x => x != value)`"
    ) { items, call in
      guard let place = items.firstIndex(where: { $0.isEqual(to: call[0]) }) else {
        throw Fault(
          "the list has no \(call[0].source.prefix(60))", hint: "by index: `xs.pop(index)`",
          at: .argument(0))
      }
      items.remove(at: place)
      return .none
    },
    InPlaceMethod(
      "pop", [Parameter("index", .integer, default: -1)],
      doc: "takes out the item at an index, or the last, and returns it",
      example: "var xs = [1, 2]\nxs.pop()", instead: "write `xs[-1]`"
    ) { items, call in
      guard !items.isEmpty else { throw Fault("the list is empty") }
      let place = try Indexing.place(try call.integer(0), items.count, .list(items))
      return place == items.count - 1 ? items.removeLast() : items.remove(at: place)
    },
    InPlaceMethod(
      "sort",
      [Parameter("key", .function, default: .none), Parameter("reverse", .bool, default: false)],
      doc: "puts the items in order; `key` says what to compare, `reverse` the largest first",
      example: "var xs = [3, 1, 2]\nxs.sort()\nxs", instead: "write `sorted(xs)`",
      callsScript: true
    ) { items, call in
      items = try Ordering.sorted(
        items, key: call[0], isReversed: call.bool(1), call.context)
      return .none
    },
    InPlaceMethod(
      "reverse", doc: "turns the order of the items round",
      example: "var xs = [1, 2]\nxs.reverse()\nxs", instead: "write `reversed(xs)`"
    ) { items, _ in
      items.reverse()
      return .none
    },
  ]
}
