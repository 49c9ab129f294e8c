/// What a field or a parameter takes.
package indirect enum ValueType: Sendable, Equatable {
  case any
  case none
  case bool
  /// A number; never NaN or infinite where bounds are given.
  case numberIn(NumberBounds)
  /// A whole number.
  case integerIn(NumberBounds)
  case string
  /// One of these strings.
  case choice([String])
  case list(ValueType)
  /// A record all of whose values are of one type.
  case record(ValueType)
  case range
  case function
  /// Anything that `for … in` can iterate over.
  case elements
  /// An object declared with this noun, or accepted as one: `object.isKind(name)`.
  case noun(String)
  /// Any other object: `object.isKind(name)`.
  case object(String)
  case oneOf([ValueType])

  package static let number = ValueType.numberIn(.all)
  package static let integer = ValueType.integerIn(.all)
  /// A whole number from 0.
  package static let count = ValueType.integerIn(.from(0))

  package func or(_ other: ValueType) -> ValueType {
    if case .oneOf(let types) = self { return .oneOf(types + [other]) }
    return .oneOf([self, other])
  }

  /// What the reference and messages call it: `a number above 0`, `"adamw" or "sgd"`.
  package var phrase: String { phrase(isPlural: false) }

  private func phrase(isPlural: Bool) -> String {
    func name(_ one: String, _ many: String) -> String { isPlural ? many : one }
    switch self {
    case .any: return name("any value", "any values")
    case .none: return "`none`"
    case .bool: return name("true or false", "bools")
    case .numberIn(let bounds): return name("a number", "numbers") + bounds.phrase
    case .integerIn(let bounds): return name("a whole number", "whole numbers") + bounds.phrase
    case .string: return name("a string", "strings")
    case .choice(let words): return Phrase.alternatives(words.map(\.quoted))
    case .list(.any): return name("a list", "lists")
    case .list(let type):
      return name("a list of ", "lists of ") + type.phrase(isPlural: true)
    case .record(.any): return name("a record", "records")
    case .record(let type):
      return name("a record of ", "records of ") + type.phrase(isPlural: true)
    case .range: return name("a range", "ranges")
    case .function: return name("a function", "functions")
    case .elements: return name("a list", "lists")
    case .noun(let noun): return name("a `\(noun)`", "`\(noun)`s")
    case .object(let kind): return name(Phrase.withArticle(kind), "\(kind)s")
    case .oneOf(let types): return Phrase.alternatives(types.map { $0.phrase(isPlural: isPlural) })
    }
  }

  /// The strings that are allowed or special by the type itself.
  package var choices: [String] {
    switch self {
    case .choice(let words): words
    case .oneOf(let types): types.flatMap(\.choices)
    case .list(let type), .record(let type): type.choices
    default: []
    }
  }

  /// The nouns whose names are accepted as the value.
  package var nouns: [String] {
    switch self {
    case .noun(let name): [name]
    case .oneOf(let types): types.flatMap(\.nouns)
    case .list(let type): type.nouns
    default: []
    }
  }
}
