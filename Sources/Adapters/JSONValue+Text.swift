import JSON

extension JSONValue {
  /// A string.
  static func text(_ text: String) -> JSONValue { .string(Array(text.utf8)) }

  /// A number as Python's json writes it: whole ones without a point.
  static func number(_ value: Double) -> JSONValue {
    Int(exactly: value).map(JSONValue.integer) ?? .double(value)
  }

  /// null, or a list or an object without members.
  var isEmpty: Bool { self == .null || array?.isEmpty == true || object?.isEmpty == true }

  /// As Python's `json.dump(indent=2)` lays it out.
  func indented(by depth: Int = 0) -> String {
    let (outer, inner) = (
      String(repeating: "  ", count: depth), String(repeating: "  ", count: depth + 1)
    )
    func bracketed(_ items: [String], _ open: String, _ close: String) -> String {
      guard !items.isEmpty else { return open + close }
      return open + "\n" + items.map { inner + $0 }.joined(separator: ",\n") + "\n" + outer + close
    }
    switch self {
    case .null: return "null"
    case .bool(let value): return value ? "true" : "false"
    case .integer(let value): return "\(value)"
    case .double(let value): return "\(value)"
    case .string(let bytes): return JSONText.quoted(String(decoding: bytes, as: UTF8.self))
    case .array(let items): return bracketed(items.map { $0.indented(by: depth + 1) }, "[", "]")
    case .object(let members):
      return bracketed(
        members.map { "\(JSONText.quoted($0.name)): \($0.value.indented(by: depth + 1))" }, "{", "}"
      )
    }
  }
}
