import Diagnostics
import Syntax

/// An operator with two operands; the common ones have a fast path for numbers.
class BinaryNode: Node {
  final let op: BinaryOperator
  final let left: Node
  final let right: Node

  init(_ op: BinaryOperator, _ left: Node, _ right: Node, _ range: SourceRange) {
    self.op = op
    self.left = left
    self.right = right
    super.init(range)
  }

  override func value(_ slots: Slots, _ interpreter: Interpreter) throws -> Value {
    try slow(left.value(slots, interpreter), right.value(slots, interpreter), interpreter)
  }

  @inline(never)
  final func slow(_ a: Value, _ b: Value, _ interpreter: Interpreter) throws -> Value {
    try interpreter.located(range) { try Operators.apply(op, a, b) }
  }

  static func make(
    _ op: BinaryOperator, _ left: Node, _ right: Node, _ range: SourceRange
  ) -> BinaryNode {
    switch op {
    case .add: AddNode(op, left, right, range)
    case .subtract: SubtractNode(op, left, right, range)
    case .multiply: MultiplyNode(op, left, right, range)
    case .less: LessNode(op, left, right, range)
    case .greater: GreaterNode(op, left, right, range)
    case .equal: EqualNode(op, left, right, range)
    default: BinaryNode(op, left, right, range)
    }
  }
}

final class AddNode: BinaryNode {
  override func value(_ slots: Slots, _ interpreter: Interpreter) throws -> Value {
    let a = try left.value(slots, interpreter)
    let b = try right.value(slots, interpreter)
    if case .number(let x) = a, case .number(let y) = b { return .number(x + y) }
    return try slow(a, b, interpreter)
  }
}

final class SubtractNode: BinaryNode {
  override func value(_ slots: Slots, _ interpreter: Interpreter) throws -> Value {
    let a = try left.value(slots, interpreter)
    let b = try right.value(slots, interpreter)
    if case .number(let x) = a, case .number(let y) = b { return .number(x - y) }
    return try slow(a, b, interpreter)
  }
}

final class MultiplyNode: BinaryNode {
  override func value(_ slots: Slots, _ interpreter: Interpreter) throws -> Value {
    let a = try left.value(slots, interpreter)
    let b = try right.value(slots, interpreter)
    if case .number(let x) = a, case .number(let y) = b { return .number(x * y) }
    return try slow(a, b, interpreter)
  }
}

final class LessNode: BinaryNode {
  override func value(_ slots: Slots, _ interpreter: Interpreter) throws -> Value {
    let a = try left.value(slots, interpreter)
    let b = try right.value(slots, interpreter)
    if case .number(let x) = a, case .number(let y) = b { return .bool(x < y) }
    return try slow(a, b, interpreter)
  }
}

final class GreaterNode: BinaryNode {
  override func value(_ slots: Slots, _ interpreter: Interpreter) throws -> Value {
    let a = try left.value(slots, interpreter)
    let b = try right.value(slots, interpreter)
    if case .number(let x) = a, case .number(let y) = b { return .bool(x > y) }
    return try slow(a, b, interpreter)
  }
}

final class EqualNode: BinaryNode {
  override func value(_ slots: Slots, _ interpreter: Interpreter) throws -> Value {
    let a = try left.value(slots, interpreter)
    let b = try right.value(slots, interpreter)
    if case .number(let x) = a, case .number(let y) = b { return .bool(x == y) }
    return try slow(a, b, interpreter)
  }
}

/// `a < b <= c`: true where every link is; each operand is evaluated once, none after a false.
final class ComparisonNode: Node {
  private let first: Node
  private let links: [(op: BinaryOperator, right: Node)]

  init(_ first: Node, _ links: [(op: BinaryOperator, right: Node)], _ range: SourceRange) {
    self.first = first
    self.links = links
    super.init(range)
  }

  override func value(_ slots: Slots, _ interpreter: Interpreter) throws -> Value {
    var left = try first.value(slots, interpreter)
    for link in links {
      let right = try link.right.value(slots, interpreter)
      let holds = try interpreter.located(range) {
        let result = try Operators.apply(link.op, left, right)
        guard case .bool(let flag) = result else {
          throw Fault(
            "\(result.brief) can't be part of a chained comparison", hint: "compare two at a time")
        }
        return flag
      }
      guard holds else { return .bool(false) }
      left = right
    }
    return .bool(true)
  }
}

final class NegatedNode: Node {
  private let operand: Node

  init(_ operand: Node, _ range: SourceRange) {
    self.operand = operand
    super.init(range)
  }

  override func value(_ slots: Slots, _ interpreter: Interpreter) throws -> Value {
    let value = try operand.value(slots, interpreter)
    return try interpreter.located(range) { try Operators.negated(value) }
  }
}

final class NotNode: Node {
  private let operand: Node

  init(_ operand: Node, _ range: SourceRange) {
    self.operand = operand
    super.init(range)
  }

  override func value(_ slots: Slots, _ interpreter: Interpreter) throws -> Value {
    .bool(!(try operand.truth(slots, interpreter)))
  }
}

/// `and` and `or`: the right side is evaluated only when needed.
final class LogicalNode: Node {
  private let isAnd: Bool
  private let left: Node
  private let right: Node

  init(isAnd: Bool, _ left: Node, _ right: Node, _ range: SourceRange) {
    self.isAnd = isAnd
    self.left = left
    self.right = right
    super.init(range)
  }

  override func value(_ slots: Slots, _ interpreter: Interpreter) throws -> Value {
    if try left.truth(slots, interpreter) != isAnd { return .bool(!isAnd) }
    return .bool(try right.truth(slots, interpreter))
  }
}

final class MembershipNode: Node {
  private let item: Node
  private let container: Node
  private let isNegated: Bool

  init(_ item: Node, _ container: Node, isNegated: Bool, _ range: SourceRange) {
    self.item = item
    self.container = container
    self.isNegated = isNegated
    super.init(range)
  }

  override func value(_ slots: Slots, _ interpreter: Interpreter) throws -> Value {
    let item = try item.value(slots, interpreter)
    let container = try container.value(slots, interpreter)
    let isIn = try interpreter.located(range) { try Operators.contains(item, container) }
    return .bool(isIn != isNegated)
  }
}

extension Node {
  /// The value as a condition.
  final func truth(_ slots: Slots, _ interpreter: Interpreter) throws -> Bool {
    let value = try value(slots, interpreter)
    if case .bool(let flag) = value { return flag }
    return try interpreter.located(range) { try Operators.truth(value) }
  }
}
