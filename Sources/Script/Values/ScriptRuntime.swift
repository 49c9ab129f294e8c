import Diagnostics

/// What runs a script, as builtins see it: `Interpreter`.
package protocol ScriptRuntime: AnyObject {
  var services: any HostServices { get }
  var interrupt: InterruptFlag { get }
  /// Those of strings that were indexed or measured last.
  var layouts: CharacterLayouts { get }
  /// The script's stream of random numbers.
  var random: RandomStream { get }

  /// The name that was declared last by a noun; nil where none can be used.
  func lastDeclared(_ noun: String) -> String?

  /// All that can follow `value.`.
  func memberNames(of value: Value) -> [String]

  /// Calls a function with arguments by position; those it has no parameter for are left out.
  func call(_ callee: Value, _ values: [Value], at range: SourceRange) throws -> Value
}
