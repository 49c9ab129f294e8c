import JSON

/// A value of the tokenizer file with the path that leads to it, so that errors name the field.
struct Field {
  let path: String
  let value: JSONValue

  func member(_ name: String) throws(TokenizerError) -> Field {
    guard let found = try optional(name) else { throw .missing(field: child(name)) }
    return found
  }

  /// Nil where the member is absent or null.
  func optional(_ name: String) throws(TokenizerError) -> Field? {
    guard value.object != nil else { throw .wrongType(field: path, expected: "an object") }
    guard let found = value[name], !found.isNull else { return nil }
    return Field(path: child(name), value: found)
  }

  func flag(_ name: String, default fallback: Bool) throws(TokenizerError) -> Bool {
    guard let field = try optional(name) else { return fallback }
    guard let flag = field.value.bool else {
      throw .wrongType(field: field.path, expected: "true or false")
    }
    return flag
  }

  func text() throws(TokenizerError) -> [UInt8] {
    guard let bytes = value.bytes else { throw .wrongType(field: path, expected: "a string") }
    return bytes
  }

  func string() throws(TokenizerError) -> String {
    String(decoding: try text(), as: UTF8.self)
  }

  /// UTF-8 of a string that is one character.
  func character() throws(TokenizerError) -> [UInt8] {
    guard try string().unicodeScalars.count == 1 else {
      throw .wrongType(field: path, expected: "one character")
    }
    return try text()
  }

  func integer() throws(TokenizerError) -> Int {
    guard let int = value.int else { throw .wrongType(field: path, expected: "an integer") }
    return int
  }

  func elements() throws(TokenizerError) -> [Field] {
    guard let array = value.array else { throw .wrongType(field: path, expected: "a list") }
    return array.enumerated().map { Field(path: "\(path)[\($0.offset)]", value: $0.element) }
  }

  func members() throws(TokenizerError) -> [JSONMember] {
    guard let members = value.object else {
      throw .wrongType(field: path, expected: "an object")
    }
    return members
  }

  func child(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }
}
