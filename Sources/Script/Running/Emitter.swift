import Diagnostics
import Syntax

/// Turns a resolved tree into nodes.
struct Emitter {
  let interpreter: Interpreter
  let file: SourceFile
  let resolution: Resolution
  let uses: [Int: Module]
  /// Whether top-level names become the session's; a used file's don't.
  let isShared: Bool

  func range(_ lower: Int, _ upper: Int) -> SourceRange { SourceRange(file, lower, upper) }

  /// A cell's statements; its last expression is its value.
  func emit(cell statements: [Statement]) -> Node {
    emit(statements, isTail: true, isCell: isShared, range(0, 0))
  }

  func emit(_ block: Block, isTail: Bool) -> Node {
    emit(block.statements, isTail: isTail, range(block.lower, block.upper))
  }

  private func emit(
    _ statements: [Statement], isTail: Bool, isCell: Bool = false, _ range: SourceRange
  ) -> Node {
    let nodes = statements.enumerated().map { index, statement in
      emit(statement, isTail: isTail && index == statements.count - 1)
    }
    return nodes.count == 1 ? nodes[0] : BlockNode(nodes, isCell: isCell, range)
  }

  func emit(_ statement: Statement, isTail: Bool) -> Node {
    let place = range(statement.lower, statement.upper)
    switch statement.kind {
    case .expression(let value, let isSilent):
      if case .conditional(let conditional) = value.kind {
        return emit(conditional, isTail: isTail && !isSilent, place)
      }
      if case .attempt(let attempt) = value.kind {
        return emit(attempt, isTail: isTail && !isSilent, place)
      }
      let node = emitDropped(value)
      if isSilent { return node }
      return isTail ? GiveNode(node, place) : DiscardNode(node, place)
    case .define(let names, _, let value):
      return DefineNode(names.map(target), emit(value), isShared: isShared, place)
    case .assign(let target, let op, let value):
      let (root, steps) = path(target)!
      if steps.isEmpty { return AssignNode(root, op, emit(value), place) }
      return AssignPathNode(root, steps, op, emit(value), place)
    case .function(let name, let syntax):
      let function = emit(function: syntax, place)
      if let binding = resolution[name], case .local(let slot) = binding.place,
        binding.isCaptured
      {
        return RecursiveFunctionNode(slot, function, place)
      }
      return DefineNode([target(name)], function, isShared: isShared, place)
    case .loop(let names, let sequence, let body):
      return LoopNode(names.map(target), emit(sequence), emit(body, isTail: false), place)
    case .whileLoop(let condition, let body):
      return WhileNode(emit(condition), emit(body, isTail: false), place)
    case .give(let value): return GiveNode(value.map(emit), place)
    case .breakLoop: return JumpNode(.breakLoop, place)
    case .continueLoop: return JumpNode(.continueLoop, place)
    case .assert(let condition, let message):
      return AssertNode(emit(condition), message.map(emit), place)
    case .use(_, let lower, _):
      let module = uses[lower]!
      let node = UseNode(module, place)
      if isShared {
        node.names = module.globals.map { name, binding in
          let imported = binding.imported()
          return (name, imported)
        }
      }
      return node
    case .declare(let declaration):
      let value =
        declaration.isOptions
        ? OptionsNode(ScriptOptions(declaration, in: file), place) : emit(declaration, place)
      return DefineNode([target(declaration.name)], value, isShared: isShared, place)
    case .invalid: return Node(place)
    }
  }

  func target(_ name: NameSyntax) -> TargetNode {
    guard let binding = resolution[name] else { return .nothing }
    switch binding.place {
    case .global(let variable): return .global(variable, binding)
    case .local(let slot):
      if name.name == "_" { return .nothing }
      return binding.isCaptured ? .captured(slot) : .local(slot)
    }
  }

  private func emit(_ declaration: DeclarationSyntax, _ place: SourceRange) -> Node {
    let like = declaration.fields.first { $0.name == "like" }
    let name = declaration.name
    return DeclareNode(
      interpreter.nouns[declaration.noun]!, name: name.name,
      nameRange: range(name.lower, name.upper),
      like: like.map { emit($0.value) },
      fields: declaration.fields.filter { $0.name != "like" }.map {
        ($0.name, emit($0.value))
      }, place)
  }

  func emit(_ conditional: ConditionalSyntax, isTail: Bool, _ place: SourceRange) -> Node {
    ConditionalNode(
      conditional.branches.map { (emit($0.condition), emit($0.body, isTail: isTail)) },
      conditional.otherwise.map { emit($0, isTail: isTail) }, place)
  }

  func emit(_ attempt: AttemptSyntax, isTail: Bool, _ place: SourceRange) -> Node {
    AttemptNode(
      emit(attempt.body, isTail: isTail), error: attempt.error.map(target) ?? .nothing,
      emit(attempt.handler, isTail: isTail), place)
  }

  func emit(function syntax: FunctionSyntax, _ place: SourceRange) -> FunctionNode {
    let parameters = syntax.parameters.map { parameter in
      FunctionCode.Parameter(
        name: parameter.name.name, fallback: parameter.fallback.map(emit),
        isCaptured: resolution[parameter.name]?.isCaptured ?? false)
    }
    let frame = resolution[syntax]
    let code = FunctionCode(
      syntax, frame, parameters: parameters, body: emit(syntax.body, isTail: true))
    return FunctionNode(code, captured: frame.captures.map(\.outer.slot), place)
  }

  /// A variable and the path into it; nil for what can't be assigned.
  func path(_ expression: Expression) -> (root: RootNode, steps: [StepNode])? {
    let place = range(expression.lower, expression.upper)
    switch expression.kind {
    case .name(let use):
      guard let binding = resolution[use] else { return nil }
      let root: RootNode.Place =
        switch binding.place {
        case .global(let variable): .global(variable)
        case .local(let slot): binding.isCaptured ? .captured(slot) : .local(slot)
        }
      return (
        RootNode(
          name: use.name, place: root,
          hint: binding.isVariable ? nil : binding.changeHint(of: use.name), range: place), []
      )
    case .member(let base, let name, let lower):
      guard let path = path(base) else { return nil }
      return (path.root, path.steps + [.member(name, range(lower, expression.upper))])
    case .index(let base, let items):
      guard let path = path(base) else { return nil }
      return (path.root, path.steps + [.index(items.map(index), place)])
    default: return nil
    }
  }

  func index(_ item: Expression) -> IndexNode {
    let place = range(item.lower, item.upper)
    if case .range(let lower, let upper) = item.kind {
      return IndexNode(value: nil, lower: lower.map(emit), upper: upper.map(emit), range: place)
    }
    return IndexNode(value: emit(item), lower: nil, upper: nil, range: place)
  }
}
