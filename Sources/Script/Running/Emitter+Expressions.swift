import Diagnostics
import Syntax

extension Emitter {
  func emit(_ expression: Expression) -> Node {
    let place = range(expression.lower, expression.upper)
    switch expression.kind {
    case .none: return ConstantNode(.none, place)
    case .bool(let flag): return ConstantNode(.bool(flag), place)
    case .number(let number): return ConstantNode(.number(number), place)
    case .string(let segments): return emit(segments, place)
    case .name(let use): return emit(use, place)
    case .list(let items): return ListNode(items.map(emit), place)
    case .record(let entries):
      return RecordNode(entries.map { ($0.name, emit($0.value)) }, place)
    case .range(let lower?, let upper?): return RangeNode(emit(lower), emit(upper), place)
    case .negated(let value):
      if case .number(let number) = value.kind { return ConstantNode(.number(-number), place) }
      return NegatedNode(emit(value), place)
    case .not(let value): return NotNode(emit(value), place)
    case .binary(let op, let left, let right):
      return BinaryNode.make(op, emit(left), emit(right), place)
    case .comparison(let first, let links):
      return ComparisonNode(emit(first), links.map { ($0.op, emit($0.right)) }, place)
    case .logical(let isAnd, let left, let right):
      return LogicalNode(isAnd: isAnd, emit(left), emit(right), place)
    case .membership(let item, let container, let isNegated):
      return MembershipNode(emit(item), emit(container), isNegated: isNegated, place)
    case .call(let callee, let arguments): return emit(callee, arguments, place)
    case .member(let base, let name, let lower):
      return MemberNode(emit(base), name, nameRange: range(lower, expression.upper), place)
    case .index(let base, let items): return IndexedNode(emit(base), items.map(index), place)
    case .function(let syntax): return emit(function: syntax, place)
    case .conditional(let conditional): return emit(conditional, isTail: true, place)
    case .attempt(let attempt): return emit(attempt, isTail: true, place)
    case .range, .invalid: return Node(place)
    }
  }

  private func emit(_ segments: [StringSegment], _ place: SourceRange) -> Node {
    if segments.isEmpty { return ConstantNode(.string(""), place) }
    if segments.count == 1, case .text(let text) = segments[0] {
      return ConstantNode(.string(text), place)
    }
    return StringNode(
      segments.map { segment in
        switch segment {
        case .text(let text): ConstantNode(.string(text), place)
        case .value(let value, let format?): FormattedNode(emit(value), format)
        case .value(let value, nil): emit(value)
        }
      }, place)
  }

  private func emit(_ use: NameSyntax, _ place: SourceRange) -> Node {
    guard let binding = resolution[use] else {
      if let builtin = interpreter.builtins[use.name] {
        return ConstantNode(.builtin(builtin), place)
      }
      if let constant = Constants.all[use.name] { return ConstantNode(constant, place) }
      return HistoryNode(HistoryName.number(use.name) ?? 0, place)
    }
    switch binding.place {
    case .global(let variable): return GlobalNode(use.name, variable, place)
    case .local(let slot):
      return binding.isCaptured ? CapturedNode(slot, place) : LocalNode(slot, place)
    }
  }

  /// A statement's expression, whose value need not be one.
  func emitDropped(_ expression: Expression) -> Node {
    guard case .call(let callee, let arguments) = expression.kind else { return emit(expression) }
    return emit(
      callee, arguments, range(expression.lower, expression.upper), isDropped: true)
  }

  private func emit(
    _ callee: Expression, _ written: [Argument], _ place: SourceRange, isDropped: Bool = false
  ) -> Node {
    let arguments = ArgumentNodes(written.map { ($0.name, emit($0.value)) })
    switch callee.kind {
    case .name(let use) where resolution[use] == nil:
      if let builtin = interpreter.builtins[use.name] {
        return BuiltinNode(builtin, arguments, place)
      }
    case .member(let base, let name, let lower):
      let use = NameSyntax(name: name, lower: lower, upper: callee.upper)
      return MethodCallNode(
        emit(base), name, nameRange: range(lower, callee.upper), arguments,
        function: resolution[use] == nil ? nil : emit(use, place),
        place: ListChanges.names.contains(name) ? path(base) : nil, isDropped: isDropped, place)
    default: break
    }
    var name: (binding: Binding, hidesBuiltin: Bool)?
    if case .name(let use) = callee.kind, let binding = resolution[use] {
      name = (binding, interpreter.builtins[use.name] != nil)
    }
    return CallNode(emit(callee), arguments, name: name, place)
  }
}
