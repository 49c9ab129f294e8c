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
  /// Words that people write when they mean this parameter.
  let aliases: [String]
  /// What to know besides the name, for a call that uses an alias.
  let advice: String?

  /// A parameter that must be given.
  package init(_ name: String, _ type: ValueType = .any) {
    self.init(name, type, .required)
  }

  /// A parameter that may be left out; `none` is always let through where it is the default.
  package init(
    _ name: String, _ type: ValueType = .any, default value: Literal, aliases: [String] = [],
    advice: String? = nil
  ) {
    self.init(name, type, .optional(value), aliases: aliases, advice: advice)
  }

  package static func rest(_ name: String, _ type: ValueType = .any) -> Parameter {
    Parameter(name, type, .rest)
  }

  private init(
    _ name: String, _ type: ValueType, _ presence: Presence, aliases: [String] = [],
    advice: String? = nil
  ) {
    self.name = name
    self.type = type
    self.presence = presence
    self.aliases = aliases
    self.advice = advice
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
