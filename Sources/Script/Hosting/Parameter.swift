/// One parameter of a builtin.
package struct Parameter: Sendable {
  package enum Presence: Sendable {
    case required
    case optional(Literal)
    /// Takes every further positional argument, as a list.
    case rest
  }

  package let name: String
  package let type: ValueType
  package let presence: Presence

  /// A parameter that must be given.
  package init(_ name: String, _ type: ValueType = .any) {
    self.init(name, type, .required)
  }

  /// A parameter that may be left out; `none` is always let through where it is the default.
  package init(_ name: String, _ type: ValueType = .any, default value: Literal) {
    self.init(name, type, .optional(value))
  }

  package static func rest(_ name: String, _ type: ValueType = .any) -> Parameter {
    Parameter(name, type, .rest)
  }

  private init(_ name: String, _ type: ValueType, _ presence: Presence) {
    self.name = name
    self.type = type
    self.presence = presence
  }

  /// As help shows it: `x`, `digits = 0`, `values…`.
  package var text: String {
    switch presence {
    case .required: name
    case .optional(let value): "\(name) = \(Value(value).source)"
    case .rest: "\(name)…"
    }
  }
}
