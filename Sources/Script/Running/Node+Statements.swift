import Diagnostics

final class BlockNode: Node {
  private let statements: [Node]

  /// Whether it is a session's cell, whose finished statements are counted.
  private let isCell: Bool

  init(_ statements: [Node], isCell: Bool = false, _ range: SourceRange) {
    self.statements = statements
    self.isCell = isCell
    super.init(range)
  }

  override func run(_ slots: Slots, _ interpreter: Interpreter) throws -> Flow {
    for (index, statement) in statements.enumerated() {
      if isCell {
        (interpreter.finishedStatements, interpreter.finishedDraws) = (
          index, interpreter.random.state
        )
      }
      // A run that ^C cut short is bound by its statement; what comes after it doesn't happen.
      if index > 0, interpreter.interrupt.isRaised { throw ScriptError.interrupted }
      let flow = try statement.run(slots, interpreter)
      if flow != .normal { return flow }
    }
    return .normal
  }
}

/// `return`, and the last expression of a body, whose value is the body's.
final class GiveNode: Node {
  private let expression: Node?

  init(_ expression: Node?, _ range: SourceRange) {
    self.expression = expression
    super.init(range)
  }

  override func run(_ slots: Slots, _ interpreter: Interpreter) throws -> Flow {
    interpreter.result = try expression?.value(slots, interpreter) ?? .none
    return .give
  }
}

/// An expression whose value nothing takes. A chart is displayed all the same: it was made to be seen.
final class DiscardNode: Node {
  private let expression: Node

  init(_ expression: Node, _ range: SourceRange) {
    self.expression = expression
    super.init(range)
  }

  override func run(_ slots: Slots, _ interpreter: Interpreter) throws -> Flow {
    let value = try expression.value(slots, interpreter)
    if case .object(let object) = value, object.isDisplayedWhenDiscarded {
      interpreter.host.display(value)
    }
    return .normal
  }
}

final class JumpNode: Node {
  private let flow: Flow

  init(_ flow: Flow, _ range: SourceRange) {
    self.flow = flow
    super.init(range)
  }

  override func run(_ slots: Slots, _ interpreter: Interpreter) throws -> Flow { flow }
}

/// `if`, as a statement (`run`) and as a value.
final class ConditionalNode: Node {
  private let branches: [(condition: Node, body: Node)]
  private let otherwise: Node?

  init(_ branches: [(condition: Node, body: Node)], _ otherwise: Node?, _ range: SourceRange) {
    self.branches = branches
    self.otherwise = otherwise
    super.init(range)
  }

  override func run(_ slots: Slots, _ interpreter: Interpreter) throws -> Flow {
    for branch in branches where try branch.condition.truth(slots, interpreter) {
      return try branch.body.run(slots, interpreter)
    }
    return try otherwise?.run(slots, interpreter) ?? .normal
  }

  override func value(_ slots: Slots, _ interpreter: Interpreter) throws -> Value {
    try run(slots, interpreter) == .give ? interpreter.takeResult() : .none
  }
}

final class WhileNode: Node {
  private let condition: Node
  private let body: Node

  init(_ condition: Node, _ body: Node, _ range: SourceRange) {
    self.condition = condition
    self.body = body
    super.init(range)
  }

  override func run(_ slots: Slots, _ interpreter: Interpreter) throws -> Flow {
    while try condition.truth(slots, interpreter) {
      if interpreter.interrupt.isRaised { throw ScriptError.interrupted }
      switch try body.run(slots, interpreter) {
      case .normal, .continueLoop: continue
      case .breakLoop: return .normal
      case .give: return .give
      }
    }
    return .normal
  }
}

/// `for names in sequence { … }`.
final class LoopNode: Node {
  private let targets: [TargetNode]
  private let sequence: Node
  private let body: Node

  init(_ targets: [TargetNode], _ sequence: Node, _ body: Node, _ range: SourceRange) {
    self.targets = targets
    self.sequence = sequence
    self.body = body
    super.init(range)
  }

  override func run(_ slots: Slots, _ interpreter: Interpreter) throws -> Flow {
    if targets.count == 1, let bounds = sequence as? RangeNode {
      let (lower, upper) = try bounds.bounds(slots, interpreter)
      var index = lower
      while index < upper {
        targets[0].set(.number(Double(index)), slots)
        if let flow = try iterate(slots, interpreter) { return flow }
        index += 1
      }
      return .normal
    }
    let value = try sequence.value(slots, interpreter)
    if targets.count == 2, case .record(let record) = value {
      for (key, item) in record {
        targets[0].set(.string(key), slots)
        targets[1].set(item, slots)
        if let flow = try iterate(slots, interpreter) { return flow }
      }
      return .normal
    }
    var elements = try interpreter.located(sequence.range) { try ElementIterator(value) }
    while let element = try interpreter.located(sequence.range, { try elements.next() }) {
      if targets.count == 1 {
        targets[0].set(element, slots)
      } else {
        try interpreter.located(sequence.range) {
          try TargetNode.unpack(element, targets, slots)
        }
      }
      if let flow = try iterate(slots, interpreter) { return flow }
    }
    return .normal
  }

  /// One iteration; a flow comes back where the loop ends with it.
  @inline(__always)
  private func iterate(_ slots: Slots, _ interpreter: Interpreter) throws -> Flow? {
    if interpreter.interrupt.isRaised { throw ScriptError.interrupted }
    switch try body.run(slots, interpreter) {
    case .normal, .continueLoop: return nil
    case .breakLoop: return .normal
    case .give: return .give
    }
  }
}

/// `assert`; a failed comparison shows both its sides.
final class AssertNode: Node {
  private let condition: Node
  private let message: Node?

  init(_ condition: Node, _ message: Node?, _ range: SourceRange) {
    self.condition = condition
    self.message = message
    super.init(range)
  }

  override func run(_ slots: Slots, _ interpreter: Interpreter) throws -> Flow {
    var sides: String?
    let holds: Bool
    if let comparison = condition as? BinaryNode, comparison.op.isComparison {
      let left = try comparison.left.value(slots, interpreter)
      let right = try comparison.right.value(slots, interpreter)
      let result = try comparison.slow(left, right, interpreter)
      holds = try interpreter.located(condition.range) { try Operators.truth(result) }
      if !holds { sides = "\(Self.short(left)) \(comparison.op.rawValue) \(Self.short(right))" }
    } else {
      holds = try condition.truth(slots, interpreter)
    }
    guard !holds else { return .normal }
    let why = try message?.value(slots, interpreter).text
    throw ScriptError.fault(
      Diagnostic(
        why.map { "the assertion failed: \($0)" } ?? "the assertion failed", at: condition.range,
        hint: sides.map { "\($0) is false" }))
  }

  private static func short(_ value: Value) -> String {
    let text = value.source
    return text.count <= 60 ? text : value.brief
  }
}
