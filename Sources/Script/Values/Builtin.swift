/// A function or a method that is written in Swift; stateless, so tables of them can be static.
///
/// A function has its first parameter in the list and is called both ways, `f(x, …)` and `x.f(…)`.
/// A method belongs to one type of object, or changes its receiver, which isn't in the list.
package final class Builtin: Sendable {
  package let name: String
  package let parameters: [Parameter]
  /// One line.
  package let doc: String
  /// Code that runs as it is (for the names it needs, see `?help`).
  package let example: String
  /// Whether a first argument that is an object with a method of this name answers instead.
  let defersToObject: Bool
  package let body: @Sendable (Call) throws -> Value

  package init(
    _ name: String, _ parameters: [Parameter] = [], doc: String, example: String,
    defersToObject: Bool = false, body: @escaping @Sendable (Call) throws -> Value
  ) {
    self.name = name
    self.parameters = parameters
    self.doc = doc
    self.example = example
    self.defersToObject = defersToObject
    self.body = body
  }

  /// Whether `x.name(…)` calls this function with the value as its first argument.
  package func isMember(of value: Value) -> Bool {
    parameters.first?.type.acceptsKind(of: value) ?? false
  }

  /// The same, where the function is made for such values rather than for any.
  package func isMade(for value: Value) -> Bool {
    parameters.first.map { $0.type != .any && $0.type.acceptsKind(of: value) } ?? false
  }

  /// `round(x, digits = 0)`.
  package var signature: String { signature(after: 0) }

  /// The same without the first parameters: `round(digits = 0)`.
  func signature(after count: Int) -> String {
    "\(name)(\(parameters.dropFirst(count).map(\.text).joined(separator: ", ")))"
  }

  /// `x.round(digits = 0)`, where it is made for some values rather than for any.
  package var memberSignature: String? {
    guard let first = parameters.first, first.type != .any else { return nil }
    return "\(first.name).\(signature(after: 1))"
  }
}
