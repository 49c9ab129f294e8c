/// `fn name(a, b = 1) { … }`, `x => expr`, `(a, b) => expr`; a class, so that a later pass can keep
/// what it finds out about a function by its identity.
package final class FunctionSyntax {
  package struct Parameter {
    package let name: NameSyntax
    package let fallback: Expression?
  }

  package let name: String?
  package let parameters: [Parameter]
  package let body: Block

  init(name: String?, parameters: [Parameter], body: Block) {
    self.name = name
    self.parameters = parameters
    self.body = body
  }
}
