import Diagnostics
import TextWidth

/// The methods of strings; positions count characters as people see them.
enum StringMethods {
  static let all: [Builtin] = [
    method("upper", doc: "In upper case.", example: "\"abc\".upper()") { text, _ in
      .string(text.uppercased())
    },
    method("lower", doc: "In lower case.", example: "\"ABC\".lower()") { text, _ in
      .string(text.lowercased())
    },
    method(
      "strip", [Parameter("characters", .string, default: .none)],
      doc: "Without white space, or these characters, at both ends.",
      example: "\"  a \".strip()"
    ) { text, call in
      let set = call.has(0) ? Set(try call.string(0)) : nil
      func isDropped(_ character: Character) -> Bool {
        set?.contains(character) ?? character.isWhitespace
      }
      let start = text.drop(while: isDropped)
      guard let end = start.lastIndex(where: { !isDropped($0) }) else { return .string("") }
      return .string(String(start[...end]))
    },
    method(
      "split", [Parameter("by", .string, default: .none)],
      doc: "The parts between `by`, or the words.", example: "\"a, b\".split(\", \")"
    ) { text, call in
      guard call.has(0) else {
        return .list(text.split(whereSeparator: \.isWhitespace).map { .string(String($0)) })
      }
      let separator = try call.string(0)
      guard !separator.isEmpty else {
        throw Fault("`by` of `split` is empty", hint: "write `s.chars()`", at: .argument(0))
      }
      return .list(try TextSearch(separator, in: text).pieces().map(Value.string))
    },
    method(
      "replace", [Parameter("old", .string), Parameter("new", .string)],
      doc: "With each `old` replaced by `new`.", example: "\"a-b\".replace(\"-\", \"+\")"
    ) { text, call in
      let old = try call.string(0)
      guard !old.isEmpty else { return .string(text) }
      return .string(try TextSearch(old, in: text).replaced(by: try call.string(1)))
    },
    method(
      "contains", [Parameter("part", .string)], doc: "Whether it contains a part.",
      example: "\"abc\".contains(\"b\")"
    ) { text, call in
      let part = try call.string(0)
      return .bool(part.isEmpty || TextSearch(part, in: text).next(from: 0) != nil)
    },
    method(
      "starts", [Parameter("part", .string)], doc: "Whether it starts with a part.",
      example: "\"abc\".starts(\"ab\")"
    ) { text, call in .bool(text.utf8.starts(with: try call.string(0).utf8)) },
    method(
      "ends", [Parameter("part", .string)], doc: "Whether it ends with a part.",
      example: "\"abc\".ends(\"bc\")"
    ) { text, call in
      .bool(text.utf8.reversed().starts(with: try call.string(0).utf8.reversed()))
    },
    method("lines", doc: "Its lines.", example: "\"a\\nb\".lines()") { text, _ in
      .list(lines(text).map(Value.string))
    },
    method("bytes", doc: "Its bytes in UTF-8.", example: "len(\"añ\".bytes())") { text, _ in
      .list(text.utf8.map { .number(Double($0)) })
    },
    method("chars", doc: "Its characters.", example: "\"añ\".chars()") { text, _ in
      .list(text.map { .string(String($0)) })
    },
    method(
      "find", [Parameter("part", .string)],
      doc: "The index of the first such part, or `none`.", example: "\"abc\".find(\"c\")"
    ) { text, call in
      let part = try call.string(0)
      if part.isEmpty { return .number(0) }
      let search = TextSearch(part, in: text)
      guard let offset = search.next(from: 0) else { return .none }
      return .number(Double(search.piece(0..<offset).count))
    },
    method(
      "count", [Parameter("part", .string)], doc: "How often it contains a part.",
      example: "\"banana\".count(\"an\")"
    ) { text, call in
      let part = try call.string(0)
      return .number(Double(TextSearch(part, in: text).all().count))
    },
    method(
      "repeat", [Parameter("times", .count)], doc: "Repeated `times` times.",
      example: "\"ab\".repeat(3)"
    ) { text, call in .string(try Operators.repeated(text, call.number(0))) },
    method(
      "pad",
      [
        Parameter("width", .count),
        Parameter("side", .choice(["right", "left", "both"]), default: "right"),
        Parameter("with", .string, default: " "),
      ],
      doc: "Padded to a width in columns, on the right, on the left or on both sides.",
      example: "\"7\".pad(3, side: \"left\", with: \"0\")"
    ) { text, call in
      let filler = try call.string(2)
      guard filler.count == 1, DisplayWidth.of(filler) == 1 else {
        throw Fault("`with` of `pad` is one character of one column", at: .argument(2))
      }
      let missing = max(0, try call.integer(0) - DisplayWidth.of(text))
      let before =
        switch try call.string(1) {
        case "left": missing
        case "both": missing / 2
        default: 0
        }
      return .string(
        try Operators.repeated(filler, Double(before)) + text
          + Operators.repeated(filler, Double(missing - before)))
    },
    method(
      "join", [Parameter("values", .elements)], doc: "The texts of all items with it between them.",
      example: "\", \".join([1, 2])"
    ) { text, call in
      var elements = try ElementIterator(call[0])
      return .string(try CoreFunctions.joined(elements.all(), by: text))
    },
  ]

  private static func method(
    _ name: String, _ parameters: [Parameter] = [], doc: String, example: String,
    body: @escaping @Sendable (String, Call) throws -> Value
  ) -> Builtin {
    Builtin(name, parameters, doc: doc, example: example) { call in
      guard case .string(let text) = call.receiver else {
        throw Fault("`\(name)` is a method of strings")
      }
      return try body(text, call)
    }
  }

  /// The lines of a text; a last line break starts no further line.
  static func lines(_ text: String) -> [String] {
    var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .map(String.init)
    if lines.last == "" { lines.removeLast() }
    return lines
  }
}
