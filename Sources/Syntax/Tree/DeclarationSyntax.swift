/// `kind name { field: value … }`.
package struct DeclarationSyntax {
  package struct Field {
    package let name: String
    package let lower: Int
    package let upper: Int
    package let value: Expression
  }

  /// The word of `args { … }`, which declares what a script takes by name.
  package static let options = "args"

  package let noun: String
  package let nounLower: Int
  package let name: NameSyntax
  package let fields: [Field]
}
