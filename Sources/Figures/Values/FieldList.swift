/// A record as a script writes it: on one line where it fits, otherwise a line a field.
package struct FieldList: Sendable {
  package struct Field: Sendable {
    package var name: String
    package var text: String

    package init(_ name: String, _ text: String) {
      self.name = name
      self.text = text
    }
  }

  /// The whole record on one line.
  package var source: String
  package var fields: [Field]

  package init(source: String, fields: [Field]) {
    self.source = source
    self.fields = fields
  }
}
