import Diagnostics

/// The methods of strings; positions and lengths are counted in characters.
enum StringMethods {
  static let all: [Builtin] = cases + pieces + searches

  private static let cases: [Builtin] = [
    Builtin("upper", doc: "the string in capitals", example: "\"mood\".upper()") {
      .string($0.receiverText.uppercased())
    },
    Builtin("lower", doc: "the string in small letters", example: "\"Mood\".lower()") {
      .string($0.receiverText.lowercased())
    },
    Builtin(
      "strip", [Parameter("characters", .string, default: .none)],
      doc: "the string without white space, or these characters, at its ends",
      example: "\"  good \\n\".strip()"
    ) { call in
      let set = call.has(0) ? Set(try call.string(0)) : nil
      func isDropped(_ character: Character) -> Bool {
        set?.contains(character) ?? character.isWhitespace
      }
      let rest = call.receiverText.drop(while: isDropped)
      guard let last = rest.lastIndex(where: { !isDropped($0) }) else { return .string("") }
      return .string(String(rest[...last]))
    },
    Builtin(
      "pad",
      [
        Parameter("width", .integerIn(.between(0, 1_000_000))),
        Parameter("with", .string, default: " "),
        Parameter("align", .choice(["left", "right", "center"]), default: "left"),
      ],
      doc: "the string filled up to a width in columns; `align` says where it then stands",
      example: "\"7\".pad(3, with: \"0\", align: \"right\")", body: pad),
    Builtin(
      "repeat", [Parameter("count", .count)], doc: "the string so many times in a row",
      example: "\"=\".repeat(20)"
    ) { call in
      .string(try Operators.repeated(call.receiverText, try call.number(0)))
    },
  ]

  private static let pieces: [Builtin] = [
    Builtin(
      "split", [Parameter("separator", .string, default: .none)],
      doc: "the pieces between separators, or between white space where none is given",
      example: "\"a,b,c\".split(\",\")", body: split),
    Builtin(
      "lines", doc: "the lines of the string, without their breaks",
      example: "\"one\\ntwo\".lines()"
    ) { call in
      .list(TextLines.of(call.receiverText).map(Value.string))
    },
    Builtin("chars", doc: "the characters of the string", example: "\"mood\".chars()") { call in
      .list(call.receiverText.map { .string(String($0)) })
    },
    Builtin(
      "replace", [Parameter("old", .string), Parameter("new", .string)],
      doc: "the string with every `old` turned into `new`",
      example: "\"so so\".replace(\"so\", \"good\")", body: replace),
  ]

  private static let searches: [Builtin] = [
    Builtin(
      "contains", [Parameter("part", .string)], doc: "whether the part stands somewhere in it",
      example: "\"good film\".contains(\"film\")"
    ) { call in
      let part = try call.string(0)
      return .bool(part.isEmpty || search(part, call).next(from: 0) != nil)
    },
    Builtin(
      "starts", [Parameter("part", .string)], doc: "whether it begins with the part",
      example: "\"good film\".starts(\"good\")"
    ) { call in
      .bool(call.receiverText.utf8.starts(with: try call.string(0).utf8))
    },
    Builtin(
      "ends", [Parameter("part", .string)], doc: "whether it ends with the part",
      example: "\"good film\".ends(\"film\")"
    ) { call in
      .bool(call.receiverText.utf8.reversed().starts(with: try call.string(0).utf8.reversed()))
    },
    Builtin(
      "find", [Parameter("part", .string)],
      doc: "the place of the part's first character, or none",
      example: "\"good film\".find(\"film\")"
    ) { call in
      let part = try call.string(0)
      if part.isEmpty { return .number(0) }
      let search = search(part, call)
      guard let offset = search.next(from: 0) else { return .none }
      return .number(Double(search.piece(0..<offset).count))
    },
    Builtin(
      "count", [Parameter("part", .string)], doc: "how often the part stands in it",
      example: "\"so so\".count(\"so\")"
    ) { call in
      .number(Double(search(try nonEmpty(call, 0), call).all().count))
    },
  ]

  private static func search(_ part: String, _ call: Call) -> TextSearch {
    TextSearch(part, in: call.receiverText)
  }

  private static func nonEmpty(_ call: Call, _ index: Int, hint: String? = nil) throws -> String {
    let text = try call.string(index)
    guard !text.isEmpty else {
      throw Fault(
        "`\(call.builtin.name)` can't look for an empty string", hint: hint, at: .argument(index))
    }
    return text
  }

  private static func pad(_ call: Call) throws -> Value {
    let text = call.receiverText
    let filler = try call.string(1)
    guard filler.count == 1, DisplayWidth.of(filler) == 1 else {
      throw Fault("`with` of `pad` takes one character of one column", at: .argument(1))
    }
    let missing = max(0, try call.integer(0) - DisplayWidth.of(text))
    let before =
      switch try call.string(2) {
      case "right": missing
      case "center": missing / 2
      default: 0
      }
    func fill(_ count: Int) -> String { String(repeating: filler, count: count) }
    return .string(fill(before) + text + fill(missing - before))
  }

  private static func split(_ call: Call) throws -> Value {
    guard call.has(0) else {
      let words = call.receiverText.split { $0.isWhitespace }
      return .list(words.map { .string(String($0)) })
    }
    let separator = try nonEmpty(call, 0, hint: "for its characters, write `.chars()`")
    let search = search(separator, call)
    var pieces: [Value] = []
    var start = 0
    for offset in search.all() {
      pieces.append(.string(search.piece(start..<offset)))
      start = offset + search.part.count
    }
    pieces.append(.string(search.piece(start..<search.text.count)))
    try Limits.checkList(pieces.count)
    return .list(pieces)
  }

  private static func replace(_ call: Call) throws -> Value {
    let search = search(try nonEmpty(call, 0), call)
    let new = Array(try call.string(1).utf8)
    let finds = search.all()
    let (added, overflow) = new.count.multipliedReportingOverflow(by: finds.count)
    let size = search.text.count - finds.count * search.part.count
    let (total, overflowsSum) = size.addingReportingOverflow(added)
    try Limits.checkString(overflow || overflowsSum ? .max : total)
    var output: [UInt8] = []
    output.reserveCapacity(total)
    var start = 0
    for offset in finds {
      output += search.text[start..<offset]
      output += new
      start = offset + search.part.count
    }
    output += search.text[start...]
    return .string(String(decoding: output, as: UTF8.self))
  }
}
