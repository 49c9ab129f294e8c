/// The methods that change a list where it stands.
///
/// Lists are values, so such a call needs a variable: `xs.append(1)`, `r.rows[0].sort()`. The
/// interpreter takes the list out of the variable, applies the change and puts the list back; while
/// it is out nothing shares it, so an append copies nothing. (A `key` function of `sort` that looks
/// at the same variable finds `none`.)
enum ListChanges {
  private typealias Change = @Sendable (inout [Value], Call) throws -> Value

  static let names = Set(all.map(\.builtin.name))

  /// Their signatures and help.
  static let methods = all.map(\.builtin)

  private static let changes = Dictionary(
    uniqueKeysWithValues: all.map { ($0.builtin.name, $0) })

  /// Applies a method of `names` to a list; `arguments` are matched to its parameters.
  static func apply(
    _ name: String, to items: inout [Value], _ arguments: [Value], _ context: Context
  ) throws -> Value {
    guard let (builtin, change) = changes[name] else {
      throw Fault("`\(name)` changes no list")
    }
    let call = Call(builtin: builtin, receiver: .none, arguments: arguments, context: context)
    return try change(&items, call)
  }

  /// A method whose body, reached where there is no variable, says what to write instead.
  private static func method(
    _ name: String, _ parameters: [Parameter] = [], doc: String, example: String,
    instead: String, change: @escaping Change
  ) -> (builtin: Builtin, change: Change) {
    let builtin = Builtin(name, parameters, doc: doc, example: example) { _ in
      throw Fault("`\(name)` changes a list in a `var`, and this is none", hint: instead)
    }
    return (builtin, change)
  }

  private static let all: [(builtin: Builtin, change: Change)] = [
    method(
      "append", [Parameter("value")], doc: "puts a value at the list's end",
      example: "var xs = [1]\nxs.append(2)\nxs", instead: "write `xs + [value]`"
    ) { items, call in
      try Limits.checkList(items.count + 1)
      items.append(call[0])
      return .none
    },
    method(
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
    method(
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
    method(
      "pop", [Parameter("index", .integer, default: -1)],
      doc: "takes out the item at an index, or the last, and returns it",
      example: "var xs = [1, 2]\nxs.pop()", instead: "write `xs[-1]`"
    ) { items, call in
      guard !items.isEmpty else { throw Fault("the list is empty") }
      let place = try Indexing.place(try call.integer(0), items.count, .list(items))
      return place == items.count - 1 ? items.removeLast() : items.remove(at: place)
    },
    method(
      "sort",
      [Parameter("key", .function, default: .none), Parameter("reverse", .bool, default: false)],
      doc: "puts the items in order; `key` says what to compare, `reverse` the largest first",
      example: "var xs = [3, 1, 2]\nxs.sort()\nxs", instead: "write `sorted(xs)`"
    ) { items, call in
      items = try Ordering.sorted(
        items, key: call[0], isReversed: call.bool(1), call.context)
      return .none
    },
    method(
      "reverse", doc: "turns the order of the items round",
      example: "var xs = [1, 2]\nxs.reverse()\nxs", instead: "write `reversed(xs)`"
    ) { items, _ in
      items.reverse()
      return .none
    },
  ]
}
