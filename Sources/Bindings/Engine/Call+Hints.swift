import Script

/// Hints name what the script has declared, and say what to declare where it has nothing.
extension Call {
  /// A split of the script's dataset: `reviews.test`.
  var split: String {
    context.lastDeclared("dataset").map { "`\($0).test`" } ?? "the `.test` of a dataset"
  }

  /// How to give an argument that takes a declaration.
  /// - Parameter value: what was given in its place.
  func hint(adding parameter: String, noun: String, insteadOf value: Value = .none) -> String {
    if let name = context.lastDeclared(noun), !value.isNone {
      return "write `\(parameter): \(name)`"
    }
    if let name = context.lastDeclared(noun) { return "add `\(parameter): \(name)` to the call" }
    if case .string(let text) = value, noun == "model" {
      return "declare it: `model lm { from: \"\(text)\" }`, then write `\(parameter): lm`"
    }
    return "declare a \(noun), and write `\(parameter):` with its name"
  }
}
