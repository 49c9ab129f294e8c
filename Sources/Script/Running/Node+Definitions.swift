import Diagnostics
import Syntax

/// Where a definition or a loop puts a value.
enum TargetNode {
  case local(Int)
  /// A local that a closure holds: each definition makes a variable of its own.
  case captured(Int)
  case global(SharedVariable, Binding)
  /// `_`.
  case nothing

  @inline(__always)
  func set(_ value: Value, _ slots: Slots) {
    switch self {
    case .local(let slot): slots[slot] = value
    case .captured(let slot): slots[slot] = .object(SharedVariable(value))
    case .global(let variable, _):
      variable.value = value
      variable.isDefined = true
    case .nothing: break
    }
  }

  /// Gives each target its item of a list.
  static func unpack(_ value: Value, _ targets: [TargetNode], _ slots: Slots) throws {
    guard case .list(let items) = value else {
      throw Fault("\(targets.count) names need a list of \(targets.count), not \(value.brief)")
    }
    guard items.count == targets.count else {
      throw Fault("\(targets.count) names need a list of \(targets.count), this has \(items.count)")
    }
    for (target, item) in zip(targets, items) { target.set(item, slots) }
  }
}

/// `let`, `var`, `fn` and what a declaration binds.
final class DefineNode: Node {
  private let targets: [TargetNode]
  private let expression: Node
  /// Whether the names become the session's.
  private let isShared: Bool

  init(_ targets: [TargetNode], _ expression: Node, isShared: Bool, _ range: SourceRange) {
    self.targets = targets
    self.expression = expression
    self.isShared = isShared
    super.init(range)
  }

  override func run(_ slots: Slots, _ interpreter: Interpreter) throws -> Flow {
    let value = try expression.value(slots, interpreter)
    if targets.count == 1 {
      targets[0].set(value, slots)
    } else {
      try interpreter.located(expression.range) {
        try TargetNode.unpack(value, targets, slots)
      }
    }
    if isShared {
      for case .global(_, let binding) in targets { interpreter.globals[binding.name] = binding }
    }
    return .normal
  }
}

/// A local `fn` that calls itself: its variable must exist before the closure that holds it.
final class RecursiveFunctionNode: Node {
  private let slot: Int
  private let function: FunctionNode

  init(_ slot: Int, _ function: FunctionNode, _ range: SourceRange) {
    self.slot = slot
    self.function = function
    super.init(range)
  }

  override func run(_ slots: Slots, _ interpreter: Interpreter) throws -> Flow {
    let variable = SharedVariable()
    slots[slot] = .object(variable)
    variable.value = try function.value(slots, interpreter)
    variable.isDefined = true
    return .normal
  }
}

/// `name = value` and `name += value`.
final class AssignNode: Node {
  private let root: RootNode
  private let op: BinaryOperator?
  private let expression: Node

  init(_ root: RootNode, _ op: BinaryOperator?, _ expression: Node, _ range: SourceRange) {
    self.root = root
    self.op = op
    self.expression = expression
    super.init(range)
  }

  override func run(_ slots: Slots, _ interpreter: Interpreter) throws -> Flow {
    let value = try expression.value(slots, interpreter)
    if let op {
      try root.change(slots) { try interpreter.combine(op, into: &$0, value, range) }
      return .normal
    }
    switch root.place {
    case .local(let slot): slots[slot] = value
    case .captured(let slot): SharedVariable.held(in: slots[slot]).value = value
    case .global(let variable):
      variable.value = value
      variable.isDefined = true
    }
    return .normal
  }
}

/// `name.field[0] = value`.
final class AssignPathNode: Node {
  private let root: RootNode
  private let steps: [StepNode]
  private let op: BinaryOperator?
  private let expression: Node

  init(
    _ root: RootNode, _ steps: [StepNode], _ op: BinaryOperator?, _ expression: Node,
    _ range: SourceRange
  ) {
    self.root = root
    self.steps = steps
    self.op = op
    self.expression = expression
    super.init(range)
  }

  override func run(_ slots: Slots, _ interpreter: Interpreter) throws -> Flow {
    let known = try steps.map { try $0.step(slots, interpreter) }
    let value = try expression.value(slots, interpreter)
    try interpreter.located(range) { try Limits.checkDepth(value) }
    try root.change(slots) { whole in
      try interpreter.change(&whole, known[...], isAssignment: op == nil) { place in
        if let op {
          try interpreter.combine(op, into: &place, value, range)
        } else {
          place = value
        }
      }
    }
    return .normal
  }
}

extension Interpreter {
  /// `place op= value`; strings and lists grow in place.
  func combine(
    _ op: BinaryOperator, into place: inout Value, _ value: Value, _ range: SourceRange
  ) throws {
    if op == .add {
      if case .number(let a) = place, case .number(let b) = value {
        place = .number(a + b)
        return
      }
      if case .list(let added) = value, var items = place.takeList() {
        defer { place = .list(items) }
        try located(range) { try Limits.checkList(items.count + added.count) }
        items += added
        return
      }
      if case .string(let added) = value, case .string(var text) = place {
        try located(range) { try Limits.checkString(text.utf8.count + added.utf8.count) }
        layouts.forget(text)
        place = .none
        text += added
        place = .string(text)
        return
      }
    }
    let old = place
    place = try located(range) { try Operators.apply(op, old, value) }
  }
}

/// `use "other.pts"`.
final class UseNode: Node {
  private let module: Module

  init(_ module: Module, _ range: SourceRange) {
    self.module = module
    super.init(range)
  }

  override func run(_ slots: Slots, _ interpreter: Interpreter) throws -> Flow {
    if !module.hasRun {
      for cell in module.cells { _ = try interpreter.execute(cell) }
      module.hasRun = true
    }
    for (name, binding) in names { interpreter.globals[name] = binding }
    return .normal
  }

  /// The names that become the session's; none where a used file uses another.
  var names: [(String, Binding)] = []
}
