/// The methods that change a list in place: `var xs = []`, `xs.append(1)`.
enum ListChanges {
  static let all: [Builtin] = [
    change(
      "append", [Parameter("value")], "Adds an item at the end.", "xs.append(4)"),
    change(
      "insert", [Parameter("index", .integer), Parameter("value")],
      "Inserts an item before an index.", "xs.insert(0, 9)"),
    change(
      "remove", [Parameter("value")], "Removes the first such item.", "xs.remove(2)"),
    change(
      "pop", [Parameter("index", .integer, default: -1)],
      "Removes the item at an index and returns it.", "xs.pop()"),
    change(
      "sort",
      [
        Parameter("key", .function, default: .none), Parameter("reverse", .bool, default: false),
      ], "Puts the items in order, by `key(x)` if given.", "xs.sort()"),
    change(
      "reverse", [], "Reverses the order.", "xs.reverse()"),
    change("clear", [], "Removes all items.", "xs.clear()"),
  ]

  static let names = Set(all.map(\.name))

  static func named(_ name: String) -> Builtin? { all.first { $0.name == name } }

  /// What to write where a value is wanted, for a list that is called `list`.
  static func valueHint(_ name: String, of list: String) -> String {
    let form = instead[name] ?? "xs"
    return "for a value write `\(form.replacing("xs", with: list))`"
  }

  private static let instead = [
    "append": "xs + [value]", "insert": "xs[..i] + [value] + xs[i..]",
    "remove": "xs.filter(x => x != value)", "pop": "xs[-1]", "sort": "sorted(xs)",
    "reverse": "reversed(xs)", "clear": "[]",
  ]

  private static func change(
    _ name: String, _ parameters: [Parameter], _ doc: String, _ call: String
  ) -> Builtin {
    Builtin(name, parameters, doc: doc, example: "var xs = [3, 1, 2]\n\(call)\nxs") { _ in
      throw Fault("`\(name)` changes a list in a `var`", hint: valueHint(name, of: "xs"))
    }
  }

  /// Does what the method of that name does; the arguments are matched and of their types.
  static func apply(
    _ name: String, to items: inout [Value], _ arguments: [Value], _ context: Context
  ) throws -> Value {
    switch name {
    case "append":
      try Limits.checkList(items.count + 1)
      try Limits.checkDepth(arguments[0])
      items.append(arguments[0])
    case "insert":
      try Limits.checkDepth(arguments[1])
      guard case .number(let number) = arguments[0], let index = number.exactInt else { break }
      let offset = index < 0 ? index + items.count : index
      guard offset >= 0, offset <= items.count else {
        throw Fault("index \(index) is out of range for a list of \(items.count)")
      }
      items.insert(arguments[1], at: offset)
    case "remove":
      guard let index = items.firstIndex(where: { $0.isEqual(to: arguments[0]) }) else {
        throw Fault("the list has no \(arguments[0].brief)")
      }
      items.remove(at: index)
    case "pop":
      guard case .number(let number) = arguments[0], let index = number.exactInt else { break }
      return items.remove(at: try Indexing.offset(index, items.count, .none))
    case "sort":
      guard case .bool(let reverse) = arguments[1] else { break }
      items = try CoreFunctions.sorted(items, key: arguments[0], reverse: reverse, context)
    case "clear": items = []
    default: items.reverse()
    }
    return .none
  }
}
