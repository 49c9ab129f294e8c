import Diagnostics
import Syntax

/// What a call takes, for an editor that shows it while the arguments are written.
package struct CallSignature: Sendable, Equatable {
  package struct Parameter: Sendable, Equatable {
    package let name: String
    /// As the signature has it: `digits = 0`.
    package let text: String
    /// What it takes; nil for any value.
    package let doc: String?
    /// Whether it takes all further arguments.
    package let isRest: Bool
  }

  package let name: String
  package let parameters: [Parameter]
  package let doc: String?

  /// `round(x, digits = 0)`.
  package var text: String { "\(name)(\(parameters.map(\.text).joined(separator: ", ")))" }

  /// - Parameter count: how many parameters come before the dot.
  init(_ builtin: Builtin, after count: Int) {
    name = builtin.name
    doc = builtin.doc
    parameters = builtin.parameters.dropFirst(count).map { parameter in
      var isRest = false
      if case .rest = parameter.presence { isRest = true }
      return Parameter(
        name: parameter.name, text: parameter.text,
        doc: parameter.type == .any ? nil : parameter.type.phrase, isRest: isRest)
    }
  }

  init(_ name: String, _ function: FunctionSyntax, after count: Int, in file: SourceFile) {
    self.name = name
    doc = nil
    parameters = function.parameters.dropFirst(count).map { parameter in
      let fallback = parameter.fallback.map { " = " + file.text($0.lower..<$0.upper) } ?? ""
      return Parameter(
        name: parameter.name.name, text: parameter.name.name + fallback, doc: nil, isRest: false)
    }
  }

  /// The parameter that an argument is for; nil where there is none.
  package func parameter(of call: CallSite) -> Int? {
    if let name = call.parameter { return parameters.firstIndex { $0.name == name } }
    if call.index < parameters.count { return call.index }
    return parameters.last?.isRest == true ? parameters.count - 1 : nil
  }
}
