/// The methods that change a list in place: `var xs = []`, `xs.append(1)`.
enum ListChanges {
  static let all: [Builtin] = [
    change(
      "append", [Parameter("value")], "Adds an item at the end.", "xs.append(4)",
      instead: "`xs + [value]`"),
    change(
      "insert", [Parameter("index", .integer), Parameter("value")],
      "Inserts an item before an index.", "xs.insert(0, 9)",
      instead: "`xs[..i] + [value] + xs[i..]`"),
    change(
      "remove", [Parameter("value")], "Removes the first such item.", "xs.remove(2)",
      instead: "`xs.filter(x => x != value)`"),
    change(
      "pop", [Parameter("index", .integer, default: -1)],
      "Removes the item at an index and returns it.", "xs.pop()",
      instead: "`xs[-1]`"),
    change(
      "sort",
      [
        Parameter("key", .function, default: .none), Parameter("reverse", .bool, default: false),
      ], "Puts the items in order, by `key(x)` if given.", "xs.sort()",
      instead: "`sorted(xs)`"),
    change(
      "reverse", [], "Reverses the order.", "xs.reverse()", instead: "`reversed(xs)`"),
    change("clear", [], "Removes all items.", "xs.clear()", instead: "`[]`"),
  ]

  static let names = Set(all.map(\.name))

  static func named(_ name: String) -> Builtin? { all.first { $0.name == name } }

  private static func change(
    _ name: String, _ parameters: [Parameter], _ doc: String, _ call: String,
    instead: String
  ) -> Builtin {
    Builtin(name, parameters, doc: doc, example: "var xs = [3, 1, 2]\n\(call)\nxs") { _ in
      throw Fault(
        "`\(name)` changes a list in a `var`", hint: "for a value without one write \(instead)")
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
      let place = index < 0 ? index + items.count : index
      guard place >= 0, place <= items.count else {
        throw Fault("index \(index) is out of range for a list of \(items.count)")
      }
      items.insert(arguments[1], at: place)
    case "remove":
      guard let place = items.firstIndex(where: { $0.isEqual(to: arguments[0]) }) else {
        throw Fault("the list has no \(arguments[0].brief)")
      }
      items.remove(at: place)
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
