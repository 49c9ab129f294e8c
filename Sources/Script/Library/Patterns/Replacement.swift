import Patterns

/// What matches are replaced by: `$1` or `\1` is a group, `$0` the match, `${name}` a group by its
/// name, `$$` a dollar.
struct Replacement {
  private enum Part {
    case bytes([UInt8])
    case group(Int)
  }

  private var parts: [Part] = []

  var hasGroups: Bool {
    parts.contains { if case .group(let group) = $0 { group > 0 } else { false } }
  }

  init(_ text: String, _ expression: RegularExpression, at place: Int) throws {
    var rest = text[...]
    var literal = ""
    while let character = rest.popFirst() {
      guard character == "$" || character == "\\", let next = rest.first else {
        literal.append(character)
        continue
      }
      if next == character {
        literal.append(rest.removeFirst())
        continue
      }
      let name: Substring
      if next == "{", character == "$", let end = rest.firstIndex(of: "}") {
        name = rest[rest.index(after: rest.startIndex)..<end]
        rest = rest[rest.index(after: end)...]
      } else {
        // Two digits where there are ten groups or more, else one.
        let digits = rest.prefix { ("0"..."9").contains($0) }
        name =
          (Int(digits.prefix(2)) ?? 0) <= expression.groups.count
          ? digits.prefix(2) : digits.prefix(1)
        guard !name.isEmpty else {
          literal.append(character)
          continue
        }
        rest = rest[name.endIndex...]
      }
      guard let group = Int(name) ?? expression.groups.firstIndex(of: String(name)).map({ $0 + 1 }),
        (0...expression.groups.count).contains(group)
      else {
        let count = expression.groups.count
        throw Fault(
          "the pattern has \(count == 0 ? "no groups" : Phrase.plural(count, "group")), not `\(name)`",
          hint: "a dollar is written `$$`", at: .argument(place))
      }
      parts.append(.bytes(Array(literal.utf8)))
      literal = ""
      parts.append(.group(group))
    }
    parts.append(.bytes(Array(literal.utf8)))
  }

  func append(_ match: TextMatch, to output: inout [UInt8]) {
    for part in parts {
      switch part {
      case .bytes(let bytes): output += bytes
      case .group(let group): output += match.bytes(of: group)
      }
    }
  }
}
