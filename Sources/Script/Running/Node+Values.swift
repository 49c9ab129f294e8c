import Diagnostics
import Syntax

final class ConstantNode: Node {
  private let constant: Value

  init(_ constant: Value, _ range: SourceRange) {
    self.constant = constant
    super.init(range)
  }

  override func value(_ slots: Slots, _ interpreter: Interpreter) throws -> Value { constant }
}

final class StringNode: Node {
  private let parts: [Node]

  init(_ parts: [Node], _ range: SourceRange) {
    self.parts = parts
    super.init(range)
  }

  override func value(_ slots: Slots, _ interpreter: Interpreter) throws -> Value {
    var text = ""
    for part in parts {
      text += try part.value(slots, interpreter).text
      if text.utf8.count > Limits.stringLength {
        try interpreter.located(range) { try Limits.checkString(text.utf8.count) }
      }
    }
    return .string(text)
  }
}

/// A value in a string with the format after its `:`.
final class FormattedNode: Node {
  private let node: Node
  private let format: TextFormat

  init(_ node: Node, _ format: TextFormat) {
    self.node = node
    self.format = format
    super.init(node.range)
  }

  override func value(_ slots: Slots, _ interpreter: Interpreter) throws -> Value {
    let value = try node.value(slots, interpreter)
    return .string(try interpreter.located(range) { try value.text(format) })
  }
}

final class ListNode: Node {
  private let items: [Node]

  init(_ items: [Node], _ range: SourceRange) {
    self.items = items
    super.init(range)
  }

  override func value(_ slots: Slots, _ interpreter: Interpreter) throws -> Value {
    var values: [Value] = []
    values.reserveCapacity(items.count)
    for item in items { values.append(try item.value(slots, interpreter)) }
    let list = Value.list(values)
    try interpreter.located(range) { try Limits.checkDepth(list) }
    return list
  }
}

final class RecordNode: Node {
  private let entries: [(name: String, value: Node)]

  init(_ entries: [(name: String, value: Node)], _ range: SourceRange) {
    self.entries = entries
    super.init(range)
  }

  override func value(_ slots: Slots, _ interpreter: Interpreter) throws -> Value {
    var record = Record()
    for entry in entries { record[entry.name] = try entry.value.value(slots, interpreter) }
    let value = Value.record(record)
    try interpreter.located(range) { try Limits.checkDepth(value) }
    return value
  }
}

final class RangeNode: Node {
  let lower: Node
  let upper: Node

  init(_ lower: Node, _ upper: Node, _ range: SourceRange) {
    self.lower = lower
    self.upper = upper
    super.init(range)
  }

  override func value(_ slots: Slots, _ interpreter: Interpreter) throws -> Value {
    let bounds = try self.bounds(slots, interpreter)
    return .range(RangeValue(start: bounds.lower, end: bounds.upper))
  }

  func bounds(_ slots: Slots, _ interpreter: Interpreter) throws -> (lower: Int, upper: Int) {
    let start = try lower.value(slots, interpreter)
    let end = try upper.value(slots, interpreter)
    return (
      try interpreter.located(lower.range) { try Operators.bound(start) },
      try interpreter.located(upper.range) { try Operators.bound(end) }
    )
  }
}

final class FunctionNode: Node {
  private let code: FunctionCode
  private let captured: [Int]

  init(_ code: FunctionCode, captured: [Int], _ range: SourceRange) {
    self.code = code
    self.captured = captured
    super.init(range)
  }

  override func value(_ slots: Slots, _ interpreter: Interpreter) throws -> Value {
    .function(Closure(code: code, captures: captured.map { SharedVariable.held(in: slots[$0]) }))
  }
}

// MARK: Names

final class LocalNode: Node {
  private let slot: Int

  init(_ slot: Int, _ range: SourceRange) {
    self.slot = slot
    super.init(range)
  }

  override func value(_ slots: Slots, _ interpreter: Interpreter) throws -> Value { slots[slot] }
}

final class CapturedNode: Node {
  private let slot: Int

  init(_ slot: Int, _ range: SourceRange) {
    self.slot = slot
    super.init(range)
  }

  override func value(_ slots: Slots, _ interpreter: Interpreter) throws -> Value {
    SharedVariable.held(in: slots[slot]).value
  }
}

final class GlobalNode: Node {
  private let name: String
  private let variable: SharedVariable

  init(_ name: String, _ variable: SharedVariable, _ range: SourceRange) {
    self.name = name
    self.variable = variable
    super.init(range)
  }

  override func value(_ slots: Slots, _ interpreter: Interpreter) throws -> Value {
    guard variable.isDefined else {
      throw ScriptError.fault(
        Diagnostic(
          "`\(name)` has no value yet", at: range, hint: "run the cell that defines it first"))
    }
    return variable.value
  }
}

final class HistoryNode: Node {
  private let number: Int

  init(_ number: Int, _ range: SourceRange) {
    self.number = number
    super.init(range)
  }

  override func value(_ slots: Slots, _ interpreter: Interpreter) throws -> Value {
    let value = number == 0 ? interpreter.lastShown : interpreter.shown[number]
    if let value { return value }
    let message = number == 0 ? "nothing was displayed yet" : "cell \(number) displayed nothing"
    throw ScriptError.fault(Diagnostic(message, at: range))
  }
}

extension SharedVariable {
  /// The variable in the slot of a captured local.
  static func held(in slot: Value) -> SharedVariable {
    guard case .object(let object) = slot else {
      preconditionFailure("a captured local's slot holds its variable")
    }
    return unsafeDowncast(object, to: SharedVariable.self)
  }
}
