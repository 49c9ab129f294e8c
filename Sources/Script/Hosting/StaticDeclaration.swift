import Diagnostics

/// What is known of a declaration without running it, `like:` resolved where its target is known.
package struct StaticDeclaration {
  package struct Field {
    package let name: String
    package let valueRange: SourceRange
    /// The value where it is made of literals and constants; a `SweepValue` object for a sweep.
    package let constant: Value?
    /// The index in the list of the declaration that the value names, as in `model: lm`.
    package let reference: Int?
  }

  package let noun: NounSchema
  package let name: String
  package let range: SourceRange
  /// The index in the list of the declaration that `like:` names.
  package let parent: Int?
  /// False where `like:` names something whose fields can't be known before running.
  package let isComplete: Bool
  /// Whether the language has found a fault in it already.
  package let isFaulty: Bool
  package let fields: [Field]
  /// What the program may have written by the time that it gets here.
  package let written: WrittenPaths

  package func explicit(_ name: String) -> Field? { fields.first { $0.name == name } }

  /// The field's constant or its default; nil where it is not known before running.
  package func constant(_ name: String) -> Value? {
    if let field = explicit(name) { return field.constant }
    guard isComplete else { return nil }
    return noun.field(name)?.defaultValue.map(Value.init) ?? Value.none
  }
}

/// Paths that the calls of a program write to, as far as they are constants.
package struct WrittenPaths {
  package fileprivate(set) var known: Set<String> = []
  /// Whether some path is only known while running.
  package fileprivate(set) var hasOthers = false

  mutating func add(_ path: Value?) {
    if case .string(let path)? = path { known.insert(path) } else { hasOthers = true }
  }
}
