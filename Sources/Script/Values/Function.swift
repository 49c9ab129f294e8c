import Diagnostics
import Syntax

/// A function of a script with the variables that it holds.
package final class Function {
  let code: FunctionCode
  let captures: [Variable]

  init(code: FunctionCode, captures: [Variable]) {
    self.code = code
    self.captures = captures
  }

  package var name: String? { code.name }

  package var text: String { "fn \(code.signature.text)" }
}

/// What all closures of one `fn` or `=>` share.
final class FunctionCode {
  struct Parameter {
    let name: String
    let fallback: Node?
    /// Whether a closure holds the parameter, which then needs a variable of its own.
    let isCaptured: Bool
  }

  let name: String?
  let parameters: [Parameter]
  let signature: Signature
  /// The slots that hold the captures, in the order of `Function.captures`.
  let captureSlots: [Int]
  let slotCount: Int
  var body: Node
  let hasCapturedParameters: Bool

  init(
    _ syntax: FunctionSyntax, _ frame: Resolution.Frame, parameters: [Parameter], body: Node
  ) {
    name = syntax.name
    self.parameters = parameters
    signature = Signature(name: syntax.name ?? "the function", syntax)
    self.body = body
    captureSlots = frame.captures.map(\.inner.slot)
    slotCount = frame.slotCount
    hasCapturedParameters = parameters.contains(where: \.isCaptured)
  }
}

extension Binding {
  /// The slot of a local.
  var slot: Int {
    guard case .local(let slot) = place else { preconditionFailure("`\(name)` is no local") }
    return slot
  }
}
