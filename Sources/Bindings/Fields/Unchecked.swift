import Script

/// What a check before running couldn't look at: a declaration, or one of its fields.
package struct Unchecked: Hashable {
  let noun: String
  let name: String
  let field: String?

  init(_ declaration: StaticDeclaration, _ field: String? = nil) {
    noun = declaration.noun.name
    name = declaration.name
    self.field = field
  }

  /// `lr` of run `first`, or model `lm`.
  package var phrase: String { (field.map { "`\($0)` of " } ?? "") + "\(noun) `\(name)`" }
}
