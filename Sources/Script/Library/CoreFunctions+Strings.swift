import Diagnostics
import TextWidth

extension CoreFunctions {
  /// Functions of strings; positions count characters as people see them.
  static let strings: [Builtin] = [
    Builtin("upper", [text], doc: "A text in upper case.", example: "\"abc\".upper()") { call in
      .string(try call.string(0).uppercased())
    },
    Builtin("lower", [text], doc: "A text in lower case.", example: "\"ABC\".lower()") { call in
      .string(try call.string(0).lowercased())
    },
    Builtin(
      "strip", [text, Parameter("characters", .string, default: .none)],
      doc: "A text without white space, or without these characters, at both ends.",
      example: "\"  a \".strip()"
    ) { call in
      let set = call.has(1) ? Set(try call.string(1)) : nil
      func isDropped(_ character: Character) -> Bool {
        set?.contains(character) ?? character.isWhitespace
      }
      let start = try call.string(0).drop(while: isDropped)
      guard let end = start.lastIndex(where: { !isDropped($0) }) else { return .string("") }
      return .string(String(start[...end]))
    },
    Builtin(
      "starts", [text, part], doc: "Whether a text starts with a part.",
      example: "\"abc\".starts(\"ab\")"
    ) { call in .bool(try call.string(0).utf8.starts(with: try call.string(1).utf8)) },
    Builtin(
      "ends", [text, part], doc: "Whether a text ends with a part.",
      example: "\"abc\".ends(\"bc\")"
    ) { call in
      let end = try call.string(1).utf8.reversed()
      return .bool(try call.string(0).utf8.reversed().starts(with: end))
    },
    Builtin("lines", [text], doc: "The lines of a text.", example: "\"a\\nb\".lines()") { call in
      .list(lines(of: try call.string(0)).map(Value.string))
    },
    Builtin(
      "bytes", [text], doc: "The bytes of a text in UTF-8.", example: "len(\"añ\".bytes())"
    ) { call in .list(try call.string(0).utf8.map { .number(Double($0)) }) },
    Builtin("chars", [text], doc: "The characters of a text.", example: "\"añ\".chars()") { call in
      .list(try call.string(0).map { .string(String($0)) })
    },
    Builtin(
      "find", [text, part],
      doc: "The index of the first such part of a text, or `none`.",
      example: "\"abc\".find(\"c\")"
    ) { call in
      let part = try call.string(1)
      if part.isEmpty { return .number(0) }
      let search = TextSearch(part, in: try call.string(0))
      guard let offset = search.next(from: 0) else { return .none }
      return .number(Double(search.piece(0..<offset).count))
    },
    Builtin(
      "repeat", [text, Parameter("times", .count)], doc: "A text repeated `times` times.",
      example: "\"ab\".repeat(3)"
    ) { call in .string(try Operators.repeated(call.string(0), call.number(1))) },
    Builtin(
      "pad",
      [
        text, Parameter("width", .count),
        Parameter("side", .choice(["right", "left", "both"]), default: "right"),
        Parameter("with", .string, default: " "),
      ],
      doc: "A text padded to a width in columns, on the right, on the left or on both sides.",
      example: "\"7\".pad(3, side: \"left\", with: \"0\")"
    ) { call in
      let (text, filler) = (try call.string(0), try call.string(3))
      guard filler.count == 1, DisplayWidth.of(filler) == 1 else {
        throw Fault("`with` of `pad` is one character of one column", at: .argument(3))
      }
      let missing = max(0, try call.integer(1) - DisplayWidth.of(text))
      let before =
        switch try call.string(2) {
        case "left": missing
        case "both": missing / 2
        default: 0
        }
      return .string(
        try Operators.repeated(filler, Double(before)) + text
          + Operators.repeated(filler, Double(missing - before)))
    },
  ]

  private static let text = Parameter("text", .string)
  private static let part = Parameter("part", .string)

  /// The lines of a text; a last line break starts no further line.
  static func lines(of text: String) -> [String] {
    var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .map(String.init)
    if lines.last == "" { lines.removeLast() }
    return lines
  }
}
