import Patterns

extension CoreFunctions {
  /// Functions of regular expressions.
  static let patterns: [Builtin] = [
    Builtin(
      "matches", [Parameter("text", .string), pattern],
      doc: "Whether a text contains a match of a regular expression; `^…$` matches all of it.",
      example: "matches(\"abc42\", \"[0-9]+$\")"
    ) { call in
      var isFound = false
      try call.search(1) { _ in
        isFound = true
        return false
      }
      return .bool(isFound)
    },
    Builtin(
      "find_all", [Parameter("text", .string), pattern],
      doc: "The matches of a regular expression: texts, or where it has groups, a list of those.",
      example: "find_all(\"a=1, b=2\", \"([a-z])=([0-9])\")"
    ) { call in
      var found: [Value] = []
      try call.search(1) { match in
        found.append(
          match.hasGroups
            ? .list(match.groups.map { $0.map(Value.string) ?? .none })
            : .string(match.text))
        try Limits.checkList(found.count)
        return true
      }
      return .list(found)
    },
    Builtin(
      "split",
      [
        Parameter("text", .string), Parameter("by", .string, default: .none),
        Parameter("limit", .integerIn(.from(1)), default: .none), regex,
      ],
      doc:
        "The parts of a text between `by`, or its words; the last of `limit` parts has the rest.",
      example: "\"a, b\".split(\", \")"
    ) { call in .list(try parts(call).map(Value.string)) },
    Builtin(
      "replace",
      [Parameter("text", .string), Parameter("old", .string), Parameter("new", .string), regex],
      doc:
        "A text with each `old` replaced by `new`, in which `$1` is a group of a regular expression.",
      example: "\"2026-11\".replace(\"([0-9]+)-([0-9]+)\", \"$2/$1\", regex: true)"
    ) { call in
      let (text, old, new) = (try call.string(0), try call.string(1), try call.string(2))
      guard try call.bool(3) else {
        return old.isEmpty
          ? .string(text) : .string(try TextSearch(old, in: text).replaced(by: new))
      }
      let expression = try call.expression(1)
      let replacement = try Replacement(new, expression, at: 2)
      var output: [UInt8] = []
      var start = 0
      let bytes = Array(text.utf8)
      try call.search(1, keepsGroups: replacement.hasGroups) { match in
        output += bytes[start..<match.range.lowerBound]
        replacement.append(match, to: &output)
        start = match.range.upperBound
        try Limits.checkString(output.count)
        return true
      }
      output += bytes[start...]
      try Limits.checkString(output.count)
      return .string(String(decoding: output, as: UTF8.self))
    },
  ]

  private static let pattern = Parameter("pattern", .string)
  private static let regex = Parameter("regex", .bool, default: false)

  private static func parts(_ call: Call) throws -> [String] {
    let text = try call.string(0)
    let limit = call.has(2) ? try call.integer(2) : Int.max
    guard call.has(1) else {
      if try call.bool(3) {
        throw Fault(
          "`regex` of `split` needs a pattern", hint: "such as \"[,;]\"", at: .argument(3))
      }
      let words = text.drop { $0.isWhitespace }
        .split(maxSplits: limit - 1, whereSeparator: \.isWhitespace)
      // What the limit leaves together keeps no white space at its ends.
      return words.map { $0.count == 0 ? "" : CoreFunctions.stripped($0) }
    }
    let separator = try call.string(1)
    guard !separator.isEmpty else {
      throw Fault("`by` of `split` is empty", hint: "write `s.chars()`", at: .argument(1))
    }
    guard try call.bool(3) else { return try TextSearch(separator, in: text).pieces(limit: limit) }
    let bytes = Array(text.utf8)
    var pieces: [String] = []
    var start = 0
    func piece(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
    try call.search(1, keepsGroups: false) { match in
      // An empty match divides characters, but nothing from the start or the end.
      if match.range.isEmpty,
        match.range.lowerBound == start || match.range.upperBound == bytes.count
      {
        return pieces.count + 1 < limit
      }
      guard pieces.count + 1 < limit else { return false }
      pieces.append(piece(start..<match.range.lowerBound))
      start = match.range.upperBound
      try Limits.checkList(pieces.count)
      return true
    }
    return pieces + [piece(start..<bytes.count)]
  }

  private static func stripped(_ text: Substring) -> String {
    let start = text.drop { $0.isWhitespace }
    guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(start[...end])
  }
}
