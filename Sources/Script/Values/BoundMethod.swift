/// A builtin with the value it was taken from: `xs.append` before its call.
package final class BoundMethod {
  package let receiver: Value
  package let builtin: Builtin

  package init(receiver: Value, builtin: Builtin) {
    self.receiver = receiver
    self.builtin = builtin
  }
}
