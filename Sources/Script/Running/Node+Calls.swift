import Diagnostics

/// A call's arguments as they are written.
struct ArgumentNodes {
  let nodes: [Node]
  let names: [String?]
  let arePositional: Bool

  init(_ arguments: [(name: String?, node: Node)]) {
    nodes = arguments.map(\.node)
    names = arguments.map(\.name)
    arePositional = names.allSatisfy { $0 == nil }
  }

  func values(_ slots: Slots, _ interpreter: Interpreter) throws -> [Value] {
    var values: [Value] = []
    values.reserveCapacity(nodes.count)
    for node in nodes { values.append(try node.value(slots, interpreter)) }
    return values
  }

  /// The range of a fault: that of the argument it is about, or the call's.
  func range(of place: Fault.Place, in call: SourceRange) -> SourceRange {
    if case .argument(let index) = place, nodes.indices.contains(index) {
      return nodes[index].range
    }
    return call
  }
}

final class CallNode: Node {
  private let callee: Node
  private let arguments: ArgumentNodes
  /// Where the callee is a name, what it is and whether it hides a builtin.
  private let name: (binding: Binding, hidesBuiltin: Bool)?

  init(
    _ callee: Node, _ arguments: ArgumentNodes, name: (binding: Binding, hidesBuiltin: Bool)?,
    _ range: SourceRange
  ) {
    self.callee = callee
    self.arguments = arguments
    self.name = name
    super.init(range)
  }

  override func value(_ slots: Slots, _ interpreter: Interpreter) throws -> Value {
    let callee = try callee.value(slots, interpreter)
    if case .function(let function) = callee, arguments.arePositional,
      arguments.nodes.count == function.closure.code.parameters.count
    {
      let function = function.closure
      // The arguments go straight into the new frame.
      let frame = try interpreter.push(function.code, range)
      do {
        for (index, node) in arguments.nodes.enumerated() {
          frame[index] = try node.value(slots, interpreter)
        }
      } catch {
        interpreter.pop(frame, function.code)
        throw error
      }
      return try interpreter.finish(function, frame, range)
    }
    if let name, !callee.isCallable {
      var fault = name.binding.callFault(
        callee.brief, hidesBuiltin: name.hidesBuiltin, hasArguments: !arguments.nodes.isEmpty)
      fault.range = self.callee.range
      throw ScriptError.fault(fault)
    }
    return try interpreter.call(callee, arguments, slots, range)
  }
}

final class BuiltinNode: Node {
  private let builtin: Builtin
  private let arguments: ArgumentNodes

  init(_ builtin: Builtin, _ arguments: ArgumentNodes, _ range: SourceRange) {
    self.builtin = builtin
    self.arguments = arguments
    super.init(range)
  }

  override func value(_ slots: Slots, _ interpreter: Interpreter) throws -> Value {
    let values = try arguments.values(slots, interpreter)
    return try interpreter.call(builtin, .none, values, arguments, range)
  }
}

/// `base.name(…)`: a method or a member of the base, or else a function that takes it first.
final class MethodCallNode: Node {
  private let base: Node
  private let name: String
  private let nameRange: SourceRange
  private let arguments: ArgumentNodes
  /// The base and the arguments, as a function takes them.
  private let withBase: ArgumentNodes
  /// The script's own function of the name, which hides a builtin.
  private let function: Node?
  /// Where the base is a variable or a value inside one, the path to it: some methods change a list.
  private let place: (root: RootNode, steps: [StepNode])?
  /// Whether it is a statement, and so nothing takes its value.
  private let isDropped: Bool

  init(
    _ base: Node, _ name: String, nameRange: SourceRange, _ arguments: ArgumentNodes,
    function: Node?, place: (root: RootNode, steps: [StepNode])?, isDropped: Bool,
    _ range: SourceRange
  ) {
    self.base = base
    self.name = name
    self.nameRange = nameRange
    self.arguments = arguments
    withBase = ArgumentNodes(
      [(name: nil, node: base)] + zip(arguments.names, arguments.nodes).map { ($0, $1) })
    self.function = function
    self.place = place
    self.isDropped = isDropped
    super.init(range)
  }

  override func value(_ slots: Slots, _ interpreter: Interpreter) throws -> Value {
    if let place, let changed = try change(place.root, place.steps, slots, interpreter) {
      return changed
    }
    let receiver = try base.value(slots, interpreter)
    if place == nil, case .list = receiver, ListChanges.names.contains(name) {
      throw ScriptError.fault(
        Diagnostic(
          "`\(name)` changes a list, and this one has no name", at: nameRange,
          hint: isDropped || name == "pop"
            ? "first write `var xs = …`" : ListChanges.valueHint(name, of: "xs")))
    }
    if case .object(let object) = receiver, let method = object.method(name) {
      let values = try arguments.values(slots, interpreter)
      return try interpreter.call(method, receiver, values, arguments, range)
    }
    if let member = try interpreter.located(nameRange, { try Members.find(name, of: receiver) }) {
      return try interpreter.call(member, arguments, slots, range)
    }
    if let function {
      let function = try function.value(slots, interpreter)
      return try interpreter.call(
        function, try values(after: receiver, slots, interpreter), withBase, range)
    }
    guard let function = interpreter.builtins[name], function.isMember(of: receiver) else {
      throw ScriptError.fault(
        interpreter.placed(
          Members.missing(name, in: receiver, among: interpreter.builtins), nameRange))
    }
    let values = try values(after: receiver, slots, interpreter)
    return try interpreter.call(function, .none, values, withBase, range)
  }

  private func values(
    after receiver: Value, _ slots: Slots, _ interpreter: Interpreter
  ) throws -> [Value] {
    var values: [Value] = [receiver]
    values.reserveCapacity(withBase.nodes.count)
    for node in arguments.nodes { values.append(try node.value(slots, interpreter)) }
    return values
  }

  /// Changes a list in place; nil where the base isn't a list.
  private func change(
    _ root: RootNode, _ steps: [StepNode], _ slots: Slots, _ interpreter: Interpreter
  ) throws -> Value? {
    // A look that ends before the change: holding the list would make it be copied.
    guard case .list = try base.value(slots, interpreter) else { return nil }
    if let hint = root.hint {
      throw ScriptError.fault(
        Diagnostic(
          "`\(name)` changes `\(root.name)`, which isn't a `var`", at: nameRange, hint: hint))
    }
    guard isDropped || name == "pop" else {
      throw ScriptError.fault(
        Diagnostic(
          "`\(name)` changes the list and gives none", at: nameRange,
          hint: ListChanges.valueHint(name, of: root.name)))
    }
    let known = try steps.map { try $0.step(slots, interpreter) }
    let values = try arguments.values(slots, interpreter)
    guard let method = ListChanges.named(name) else { return nil }
    let matched = try interpreter.matched(method, values, arguments, range)
    return try root.change(slots) { whole in
      try interpreter.change(&whole, known[...], isAssignment: false) { value in
        guard var items = value.takeList() else { return nil }
        defer { value = .list(items) }
        return try interpreter.located(range) {
          try ListChanges.apply(
            name, to: &items, matched, Context(runtime: interpreter, range: range))
        }
      }
    }
  }
}
