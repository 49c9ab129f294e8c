import Script
import Tuning

/// A declared set of hyperparameters.
final class HyperObject: DeclaredObject {
  let declaration: Declaration

  init(_ declaration: Declaration) throws {
    self.declaration = declaration
    // A fault in a single set is reported at its declaration, not at the run that uses it.
    if declaration.swept.isEmpty { _ = try Hyperparameters(declaration) }
  }

  var typeName: String { "hyper" }
  var memberNames: [String] { declaration.noun.fields.map(\.name) }

  func memberDoc(_ name: String) -> String? { declaration.noun.field(name)?.doc }

  func member(_ name: String) throws -> Value? {
    declaration.noun.field(name) == nil ? nil : declaration[name]
  }

  var text: String {
    let fields = declaration.fields.map { "\($0.name): \($0.value.source)" }
    return "hyper \(declaration.name) { \(fields.joined(separator: ", ")) }"
  }

  func writeJSON(to output: inout String) throws -> Bool {
    var record = Record(
      try Hyperparameters(LayeredFields(layers: [declaration])).fields.map { ($0.name, $0.value) })
    for field in declaration.swept { record[field.name] = .list(field.points) }
    try JSONWriter.write(Value.record(record), to: &output)
    return true
  }
}
