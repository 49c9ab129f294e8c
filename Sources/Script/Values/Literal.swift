/// A constant as Swift code writes it in a schema or a parameter list.
package indirect enum Literal: Sendable, Equatable {
  case none
  case bool(Bool)
  case number(Double)
  case string(String)
  case list([Literal])
  case record([(name: String, value: Literal)])

  package static func == (a: Literal, b: Literal) -> Bool { Value(a).isEqual(to: Value(b)) }
}

extension Literal: ExpressibleByBooleanLiteral, ExpressibleByFloatLiteral,
  ExpressibleByIntegerLiteral, ExpressibleByStringLiteral, ExpressibleByArrayLiteral
{
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(floatLiteral value: Double) { self = .number(value) }
  package init(integerLiteral value: Int) { self = .number(Double(value)) }
  package init(stringLiteral value: String) { self = .string(value) }
  package init(arrayLiteral elements: Literal...) { self = .list(elements) }
}

extension Value {
  package init(_ literal: Literal) {
    switch literal {
    case .none: self = .none
    case .bool(let flag): self = .bool(flag)
    case .number(let number): self = .number(number)
    case .string(let text): self = .string(text)
    case .list(let items): self = .list(items.map(Value.init))
    case .record(let pairs): self = .record(Record(pairs.map { ($0.name, Value($0.value)) }))
    }
  }
}
