import Syntax

/// The nouns of a script and what it has declared, so that a hint names what is there.
protocol NounDirectory {
  func schema(of noun: String) -> NounSchema?
  /// The name that was declared last by a noun.
  func lastDeclared(_ noun: String) -> String?
}

extension NounDirectory {
  /// What to write for a field: the name of a declaration, or how to declare one, or the field's example.
  func hint(for field: FieldSchema, insteadOf value: Value? = nil) -> String {
    guard let noun = field.type.nouns.first, let schema = schema(of: noun) else {
      return "write `\(field.name): \(field.example)`"
    }
    if let name = lastDeclared(noun) { return "write `\(field.name): \(name)`" }
    let declaration = schema.declaration(named: field.example, of: value)
    return "declare it: `\(declaration)`, then write `\(field.name): \(field.example)`"
  }
}

extension NounSchema {
  /// A declaration whose first field has a value that was written in its place.
  func declaration(named name: String, of value: Value?) -> String {
    guard let first = fields.first else { return "\(self.name) \(name) { … }" }
    let source = value.flatMap { first.type.accepts($0) ? $0.source : nil } ?? first.example
    let rest = fields.dropFirst().contains { $0.isRequired } ? ", …" : ""
    return "\(self.name) \(name) { \(first.name): \(source)\(rest) }"
  }
}
