/// A field as a declaration gives it, before or while running.
protocol DeclarationField {
  var name: String { get }
}

extension Declaration.Field: DeclarationField {}
extension StaticDeclaration.Field: DeclarationField {}

extension Array where Element: DeclarationField {
  /// The fields of the declaration that `like:` names, with what is written here in its place; new ones come
  /// last.
  func overridden(by own: [Element]) -> [Element] {
    var fields = self
    for field in own {
      if let index = fields.firstIndex(where: { $0.name == field.name }) {
        fields[index] = field
      } else {
        fields.append(field)
      }
    }
    return fields
  }
}

extension NounSchema {
  /// A fault for each field that a declaration must have and lacks.
  func faults(
    ofMissingFieldsIn name: String, in directory: any NounDirectory,
    has: (_ field: String) -> Bool
  ) -> [Fault] {
    fields.filter { field in
      field.isRequired && !has(field.name) && !(field.substitute.map(has) ?? false)
    }.map { field in
      Fault(
        "`\(self.name) \(name)` needs `\(field.name)`",
        hint: directory.hint(for: field))
    }
  }
}
