extension CoreFunctions {
  /// `str`, `num`, `bool`, `type`, `dir`, `list`, `fixed`.
  static let conversions: [Builtin] = [
    Builtin(
      "str", [Parameter("value")],
      doc:
        "The text that `print` shows for a value, which a string takes by `\\(value)`; laid out by "
        + "`\\(x:.3)`, `\\(x:.2f)`, `\\(x:,)`, `\\(x:.1%)`, `\\(x:>8)` or `\\(x:<8)`, as in Python.",
      example: "print(str(0.5) + \" of all\")\nprint(\"\\(2 / 3:.2f)\")"
    ) { call in .string(call[0].text) },
    Builtin(
      "dir", [Parameter("value")],
      doc: "The names of all that can follow `value.`; in the shell `?name` explains them.",
      example: "dir([1, 2])[..5]"
    ) { call in .list(call.context.memberNames(of: call[0]).map(Value.string)) },
    Builtin(
      "num", [Parameter("value", .string.or(.number).or(.bool))],
      doc: "The number in a text; `true` is 1.", example: "num(\"0.25\") * 2"
    ) { call in
      switch call[0] {
      case .bool(let flag): return .number(flag ? 1 : 0)
      case .string(let text):
        guard let number = NumberText.parse(text) else {
          let isGrouped = NumberText.parse(text.filter { $0 != "," }) != nil
          throw Fault(
            "\(call[0].brief) isn't a number",
            hint: isGrouped ? "without commas: `num(text.replace(\",\", \"\"))`" : nil,
            at: .argument(0))
        }
        guard NumberText.isExact(text, number) else {
          throw Fault(
            "\(call[0].brief) can't be held exactly",
            hint: "the nearest number is \(NumberText.text(number)); an id stays a text",
            at: .argument(0))
        }
        return .number(number)
      default: return call[0]
      }
    },
    Builtin(
      "bool", [Parameter("value")],
      doc:
        "False for `none`, 0 and what is empty; reads yes, no, true, false, on, off, 1, 0.",
      example: "bool(\"true\")"
    ) { call in
      switch call[0] {
      case .none: return .bool(false)
      case .bool: return call[0]
      case .number(let number): return .bool(number != 0)
      case .string(let text):
        guard let flag = truth(of: text) else {
          throw Fault(
            "\(call[0].brief) says neither true nor false",
            hint: "it reads yes, no, true, false, on, off, 1 or 0", at: .argument(0))
        }
        return .bool(flag)
      case .object(let object): return .bool(object.count != 0)
      default:
        let elements = try? ElementIterator(call[0])
        return .bool(elements?.count != 0)
      }
    },
    Builtin(
      "type", [Parameter("value")], doc: "The name of a value's type.", example: "type([1, 2])"
    ) { call in .string(call[0].typeName) },
    Builtin(
      "list", [Parameter("values", .elements)],
      doc: "The elements of a range, string, record (its names) or tensor as a list.",
      example: "list(0..5)"
    ) { call in
      var elements = try ElementIterator(call[0])
      return .list(try elements.all())
    },
    Builtin(
      "fixed", [Parameter("x", .number), Parameter("digits", .integerIn(.between(0, 100)))],
      doc: "A number as text with `digits` digits after the point.", example: "fixed(2 / 3, 3)"
    ) { call in .string(NumberText.fixed(try call.number(0), digits: try call.integer(1))) },
  ]

  /// What a text says in any case of letters, with white space around it.
  private static func truth(of text: String) -> Bool? {
    switch text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ") {
    case "true", "yes", "on", "1", "y", "t": true
    case "false", "no", "off", "0", "n", "f", "": false
    default: nil
    }
  }
}
