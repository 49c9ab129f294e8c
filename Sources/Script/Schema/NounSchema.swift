import Diagnostics

/// The one table of a noun: it drives checks, defaults, completion, help and the reference page.
package struct NounSchema: Sendable {
  package let name: String
  /// One line.
  package let doc: String
  /// A script that runs as it is.
  package let example: String
  package let fields: [FieldSchema]
  /// Words that people write when they mean this noun.
  package let aliases: [String]

  package init(
    _ name: String, doc: String, example: String, aliases: [String] = [], fields: [FieldSchema]
  ) {
    self.name = name
    self.doc = doc
    self.example = example
    self.aliases = aliases
    self.fields = fields
  }

  package func field(_ name: String) -> FieldSchema? { fields.first { $0.name == name } }

  /// The field that was most likely meant: by its aliases first, then by its letters.
  func fieldMeant(by word: String) -> String? {
    let plain = word.lowercased()
    if let field = fields.first(where: { $0.aliases.contains(plain) }) { return field.name }
    return Suggestion.closest(to: word, among: fields.map(\.name) + ["like"])
  }
}
