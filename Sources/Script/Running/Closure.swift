/// A function's code with the variables of outer functions that it holds.
final class Closure: Function {
  let code: FunctionCode
  let captures: [SharedVariable]

  init(code: FunctionCode, captures: [SharedVariable]) {
    self.code = code
    self.captures = captures
  }

  override var name: String? { code.name }
  override var text: String { "fn \(code.signature.text)" }
}

extension Function {
  /// The function as its only kind; calls are made through it, without a cast that looks.
  @inline(__always)
  final var closure: Closure { unsafeDowncast(self, to: Closure.self) }
}
