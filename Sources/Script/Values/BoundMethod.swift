/// A method of an object with the object it was taken from: `run.score` before its call.
package final class BoundMethod {
  package let receiver: Value
  package let builtin: Builtin

  package init(receiver: Value, builtin: Builtin) {
    self.receiver = receiver
    self.builtin = builtin
  }
}
