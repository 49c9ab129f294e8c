/// A call as it is known without running: of a method of a declaration of the same program, or of one of the
/// host's functions.
package struct StaticCall {
  package let name: String
  /// What the method is called on; nil for a function.
  package let declaration: StaticDeclaration?
  /// The program's up to the call, which the fields refer to.
  package let declarations: [StaticDeclaration]
  /// In their order; nil for a value that only running can know.
  package let arguments: [(name: String?, constant: Value?)]

  /// The field's constant, of the declaration itself or of one that another field names.
  package func constant(_ name: String, orOf field: String) -> Value? {
    guard let declaration else { return nil }
    if declaration.explicit(name) != nil { return declaration.constant(name) }
    guard let used = declaration.explicit(field) else { return declaration.constant(name) }
    return used.reference.flatMap { declarations[$0].constant(name) }
  }
}
