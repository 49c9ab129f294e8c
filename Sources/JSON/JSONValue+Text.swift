extension JSONValue {
  /// A string.
  package static func text(_ text: String) -> JSONValue { .string(Array(text.utf8)) }

  /// A number as Python's json writes it: whole ones without a point.
  package static func number(_ value: Double) -> JSONValue {
    Int(exactly: value).map(JSONValue.integer) ?? .double(value)
  }

  /// An object of these members, in their order.
  package static func record(_ members: KeyValuePairs<String, JSONValue>) -> JSONValue {
    .object(members.map { JSONMember(key: Array($0.key.utf8), value: $0.value) })
  }

  /// null, or a list or an object without members.
  package var isEmpty: Bool { self == .null || array?.isEmpty == true || object?.isEmpty == true }

  /// On one line, without space. JSON has no infinity and no NaN: they are null.
  package var compact: String {
    var text = ""
    write(to: &text)
    return text
  }

  private func write(to text: inout String) {
    switch self {
    case .array(let items):
      text += "["
      for (index, item) in items.enumerated() {
        if index > 0 { text += "," }
        item.write(to: &text)
      }
      text += "]"
    case .object(let members):
      text += "{"
      for (index, member) in members.enumerated() {
        if index > 0 { text += "," }
        text += JSONText.quoted(member.name) + ":"
        member.value.write(to: &text)
      }
      text += "}"
    default: text += scalar
    }
  }

  /// As Python's `json.dump(indent=2)` lays it out.
  package func indented(by depth: Int = 0) -> String {
    let (outer, inner) = (
      String(repeating: "  ", count: depth), String(repeating: "  ", count: depth + 1)
    )
    func bracketed(_ items: [String], _ open: String, _ close: String) -> String {
      guard !items.isEmpty else { return open + close }
      return open + "\n" + items.map { inner + $0 }.joined(separator: ",\n") + "\n" + outer + close
    }
    switch self {
    case .array(let items): return bracketed(items.map { $0.indented(by: depth + 1) }, "[", "]")
    case .object(let members):
      return bracketed(
        members.map { "\(JSONText.quoted($0.name)): \($0.value.indented(by: depth + 1))" }, "{", "}"
      )
    default: return scalar
    }
  }

  /// The text of what has no parts.
  private var scalar: String {
    switch self {
    case .bool(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .double(let value): value.isFinite ? "\(value)" : "null"
    case .string(let bytes): JSONText.quoted(String(decoding: bytes, as: UTF8.self))
    case .null, .array, .object: "null"
    }
  }
}
