import Script

extension Declaration {
  /// A declaration that nobody wrote, in this one's place.
  func standing(
    for noun: NounSchema, name: String, fields: [(name: String, value: Value)] = []
  ) -> Declaration {
    Declaration(
      noun: noun, name: name, range: range, parent: nil,
      fields: fields.map { Field(name: $0.name, value: $0.value, valueRange: range) })
  }
}
