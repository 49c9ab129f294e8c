extension CoreFunctions {
  /// From one type to another.
  static let conversions: [Builtin] = [
    Builtin(
      "str", [Parameter("value")], doc: "the value as `print` shows it, as a string",
      example: "str(0.5) + \" seconds\""
    ) { call in
      .string(call[0].text)
    },
    Builtin(
      "num", [Parameter("value")], doc: "the number that a string or a bool stands for",
      example: "num(\"0.25\") * 2"
    ) { call in
      switch call[0] {
      case .number: return call[0]
      case .bool(let flag): return .number(flag ? 1 : 0)
      case .string(let text):
        guard let number = NumberText.parse(text) else {
          throw Fault("\(call[0].brief) is not a number", at: .argument(0))
        }
        return .number(number)
      case .object(let object):
        // A one-element object, such as a scalar tensor, knows its number.
        if let item = object.method("item") {
          return try call.context.call(
            .method(BoundMethod(receiver: call[0], builtin: item)), [])
        }
        fallthrough
      default: throw Fault("\(call[0].brief) can't become a number", at: .argument(0))
      }
    },
    Builtin(
      "bool", [Parameter("value")],
      doc: "false for false, none, 0, \"\", \"false\" and what is empty, otherwise true",
      example: "bool(\"\")"
    ) { call in
      switch call[0] {
      case .none: .bool(false)
      case .bool: call[0]
      case .number(let number): .bool(number != 0)
      case .string(let text): .bool(!text.isEmpty && text.lowercased() != "false")
      case .list(let items): .bool(!items.isEmpty)
      case .record(let record): .bool(!record.isEmpty)
      case .range(let range): .bool(range.count > 0)
      case .object(let object): .bool(object.count != 0)
      case .function, .builtin, .method: .bool(true)
      }
    },
    Builtin(
      "type", [Parameter("value")], doc: "the name of the value's type", example: "type([1, 2])"
    ) { call in
      .string(call[0].typeName)
    },
    Builtin(
      "list", [Parameter("values", .elements)],
      doc: "the elements of a range, string, record (its names) or tensor, as a list",
      example: "list(0..5)"
    ) { call in
      .list(try call.elements(0))
    },
  ]
}
