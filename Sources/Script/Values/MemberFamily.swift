/// A type, by the word that `type(x)` gives, and what its values carry.
package struct MemberFamily: Sendable {
  package typealias Property = (name: String, doc: String)

  package let type: String
  package let properties: [Property]
  /// Those of its own; functions that take such a value first are called in the same way.
  package let methods: [Builtin]
  /// Functions that are methods of it as well, although they take values of any type.
  package let functions: [String]
  /// The types of what members give, as far as they are always the same; `[]` is an item's.
  package let gives: [String: String]

  package init(
    _ type: String, properties: [Property] = [], methods: [Builtin] = [],
    functions: [String] = [], gives: [String: String] = [:]
  ) {
    self.type = type
    self.properties = properties
    self.methods = methods
    self.functions = functions
    self.gives = gives
  }

  package func method(_ name: String) -> Builtin? { methods.first { $0.name == name } }
  package func property(_ name: String) -> Property? { properties.first { $0.name == name } }
}
