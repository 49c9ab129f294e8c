/// A method call on a declaration of the same program, as it is known without running.
package struct StaticCall {
  package let method: String
  package let declaration: StaticDeclaration
  /// The program's, which the fields refer to.
  package let declarations: [StaticDeclaration]
  /// In their order; nil for a value that only running can know.
  package let arguments: [(name: String?, constant: Value?)]

  /// The field's constant, of the declaration itself or of one that another field names.
  package func constant(_ name: String, orOf field: String) -> Value? {
    if declaration.explicit(name) != nil { return declaration.constant(name) }
    guard let used = declaration.explicit(field) else { return declaration.constant(name) }
    return used.reference.flatMap { declarations[$0].constant(name) }
  }
}
