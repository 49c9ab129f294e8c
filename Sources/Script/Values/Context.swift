import Diagnostics

/// What Swift code called by a script may use of the running script.
package struct Context {
  let runtime: any ScriptRuntime
  /// The call, expression or declaration that is being evaluated.
  package let range: SourceRange

  package var host: any HostServices { runtime.services }
  /// The stream that every call without a seed of its own draws from.
  package var random: RandomStream { runtime.random }

  /// Throws `ScriptError.interrupted` once the script was interrupted.
  package func checkInterrupt() throws {
    if runtime.interrupt.isRaised { throw ScriptError.interrupted }
  }

  /// The name that was declared last by a noun, for hints: they name what there is.
  package func lastDeclared(_ noun: String) -> String? { runtime.lastDeclared(noun) }

  /// All that can follow `value.`.
  func memberNames(of value: Value) -> [String] { runtime.memberNames(of: value) }

  /// Calls a function of the script.
  package func call(_ function: Value, _ arguments: [Value]) throws -> Value {
    try runtime.call(function, arguments, at: range)
  }

  /// The elements of a list, range, string, record (its keys) or object, one at a time.
  package func elements(of value: Value) throws -> ElementIterator {
    try ElementIterator(value)
  }
}
