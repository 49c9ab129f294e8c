/// One field of a noun.
package struct FieldSchema: Sendable {
  /// What completion offers for the value besides the type's own choices and names.
  package enum Completion: Sendable, Equatable {
    case none
    /// Words that are special among many that are allowed.
    case words([String])
    /// File paths, of these extensions if any are given, and words that are special among them.
    case path([String], words: [String] = [])
    /// Columns of the data that the declaration names or that are in sight.
    case column
  }

  package let name: String
  package let type: ValueType
  package let defaultValue: Literal?
  let isRequired: Bool
  /// The field that makes this one needless where it is written.
  let substitute: String?
  /// Whether the value may be `sweep([...])`.
  let isSweepable: Bool
  /// One line.
  package let doc: String
  /// A value as one would write it: `0.3`, `["pos", "neg"]`.
  package let example: String
  /// Words that people write when they mean this field.
  package let aliases: [String]
  package let completion: Completion

  package init(
    _ name: String, _ type: ValueType, default defaultValue: Literal? = nil,
    required: Bool = false, unless substitute: String? = nil, sweepable: Bool = false, doc: String,
    example: String,
    aliases: [String] = [], completion: Completion = .none
  ) {
    self.name = name
    self.type = type
    self.defaultValue = defaultValue
    isRequired = required
    self.substitute = substitute
    isSweepable = sweepable
    self.doc = doc
    self.example = example
    self.aliases = aliases
    self.completion = completion
  }

  /// The same field on a noun that only overrides another's: no default of its own, not required.
  package func asOverride(sweepable: Bool? = nil) -> FieldSchema {
    FieldSchema(
      name, type, sweepable: sweepable ?? isSweepable, doc: doc, example: example,
      aliases: aliases, completion: completion)
  }
}
