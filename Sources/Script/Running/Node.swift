import Diagnostics

/// The slots of the running function.
typealias Slots = UnsafeMutablePointer<Value>

/// How a statement ended.
enum Flow {
  case normal
  case breakLoop
  case continueLoop
  /// The value is in `interpreter.result`.
  case give
}

/// A piece of a program ready to run: names are slots, so no look-up is left for the loop.
///
/// An expression overrides `value`, a statement `run`. Slots and the interpreter are handed down
/// rather than kept, so one tree serves every call of a function.
class Node {
  let range: SourceRange

  init(_ range: SourceRange) { self.range = range }

  func value(_ slots: Slots, _ interpreter: Interpreter) throws -> Value { .none }

  func run(_ slots: Slots, _ interpreter: Interpreter) throws -> Flow {
    _ = try value(slots, interpreter)
    return .normal
  }
}
