import Syntax

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
