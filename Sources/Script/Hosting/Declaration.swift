import Diagnostics

/// An evaluated `kind name { field: value … }`, its `like:` resolved, each field of the right type.
package struct Declaration {
  package struct Field {
    package let name: String
    /// A `SweepValue` object where the script wrote `sweep([...])`.
    package let value: Value
    package let valueRange: SourceRange

    package init(name: String, value: Value, valueRange: SourceRange) {
      self.name = name
      self.value = value
      self.valueRange = valueRange
    }
  }

  package let noun: NounSchema
  package let name: String
  /// Where the name is written.
  package let range: SourceRange
  /// The declaration named by `like:`, if any.
  package let parent: (any DeclaredObject)?
  /// The fields that were written here or inherited, in the order in which they first came.
  package let fields: [Field]

  package init(
    noun: NounSchema, name: String, range: SourceRange, parent: (any DeclaredObject)?,
    fields: [Field]
  ) {
    self.noun = noun
    self.name = name
    self.range = range
    self.parent = parent
    self.fields = fields
  }

  /// The field as written or inherited, without its default.
  package func explicit(_ name: String) -> Field? { fields.first { $0.name == name } }

  /// The field's value, or the schema's default, or `none`.
  package subscript(name: String) -> Value {
    if let field = explicit(name) { return field.value }
    return noun.field(name)?.defaultValue.map(Value.init) ?? .none
  }

  /// The swept fields with their points, in order; empty where the declaration is a single point.
  package var swept: [(name: String, points: [Value])] {
    fields.compactMap { field in
      guard case .object(let object) = field.value, let sweep = object as? SweepValue else {
        return nil
      }
      return (field.name, sweep.points)
    }
  }
}
