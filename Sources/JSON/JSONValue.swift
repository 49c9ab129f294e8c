/// A JSON value whose strings stay bytes and whose objects keep their order.
///
/// Swift's `String` compares by canonical equivalence, so a dictionary keyed on it would merge
/// the tokens `é` and `e◌́`; here strings and keys are UTF-8 bytes and never compared otherwise.
package enum JSONValue: Equatable, Sendable {
  case null
  case bool(Bool)
  /// A literal without fraction or exponent that fits 64 bits; not `-0`.
  case integer(Int)
  case double(Double)
  case string([UInt8])
  case array([JSONValue])
  case object([JSONMember])
}

/// One `"key": value` of an object.
package struct JSONMember: Equatable, Sendable {
  package let key: [UInt8]
  package let value: JSONValue

  package init(key: [UInt8], value: JSONValue) {
    self.key = key
    self.value = value
  }

  package var name: String { String(decoding: key, as: UTF8.self) }
}

extension JSONValue {
  package var bool: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  /// An integer, also where it was written as `8.0` or `1e3`.
  package var int: Int? {
    switch self {
    case .integer(let value): value
    case .double(let value): Int(exactly: value)
    default: nil
    }
  }

  package var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .double(let value): value
    default: nil
    }
  }

  package var bytes: [UInt8]? {
    if case .string(let value) = self { value } else { nil }
  }

  package var string: String? { bytes.map { String(decoding: $0, as: UTF8.self) } }

  package var array: [JSONValue]? {
    if case .array(let value) = self { value } else { nil }
  }

  package var object: [JSONMember]? {
    if case .object(let value) = self { value } else { nil }
  }

  package var isNull: Bool { self == .null }

  /// The member of that name, the last one where it is written twice; nil if this isn't an object.
  package subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.last { $0.key.elementsEqual(name.utf8) }?.value
  }
}
