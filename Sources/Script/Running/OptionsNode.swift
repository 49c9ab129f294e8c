import Diagnostics

/// `args { … }`: its value has what the command line gives the options.
final class OptionsNode: Node {
  private let options: ScriptOptions

  init(_ options: ScriptOptions, _ range: SourceRange) {
    self.options = options
    super.init(range)
  }

  override func value(_ slots: Slots, _ interpreter: Interpreter) throws -> Value {
    try interpreter.located(range) { .object(try options.bind(interpreter.arguments)) }
  }
}
