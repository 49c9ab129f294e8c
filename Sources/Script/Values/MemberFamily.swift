/// A type, by the word that `type(x)` gives, and what its values carry.
package struct MemberFamily: Sendable {
  package typealias Property = (name: String, doc: String)

  package let type: String
  package let properties: [Property]
  /// Those of its own; functions that take such a value first are called in the same way.
  package let methods: [Builtin]

  package init(_ type: String, properties: [Property] = [], methods: [Builtin] = []) {
    self.type = type
    self.properties = properties
    self.methods = methods
  }

  package func method(_ name: String) -> Builtin? { methods.first { $0.name == name } }
  package func property(_ name: String) -> Property? { properties.first { $0.name == name } }
}
