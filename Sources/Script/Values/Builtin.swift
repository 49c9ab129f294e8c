/// A function or a method that is written in Swift; stateless, so tables of them can be static.
package final class Builtin: Sendable {
  package let name: String
  /// Without a method's receiver.
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

  /// `round(x, digits = 0)`.
  package var signature: String {
    "\(name)(\(parameters.map(\.text).joined(separator: ", ")))"
  }
}
