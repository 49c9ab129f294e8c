import Diagnostics

/// The slots of one function, or of a cell's top level, while it is being resolved.
final class FunctionScope {
  let parent: FunctionScope?
  /// Whether it is a function's, not a cell's top level.
  let isFunction: Bool
  private(set) var slotCount = 0
  /// Variables of outer functions that this one uses.
  private(set) var captures: [(outer: Binding, inner: Binding)] = []
  /// Names of the open blocks, innermost last.
  var blocks: [[String: Binding]] = [[:]]
  private var imported: [ObjectIdentifier: Binding] = [:]
  var loopDepth = 0
  /// Above 0 inside an `if` that is used as a value.
  var valueDepth = 0

  /// A cell's top level.
  init() {
    parent = nil
    isFunction = false
  }

  /// A function inside another scope.
  init(in parent: FunctionScope) {
    self.parent = parent
    isFunction = true
  }

  func takeSlot() -> Int {
    slotCount += 1
    return slotCount - 1
  }

  func define(_ name: String, _ role: Binding.Role, _ range: SourceRange) -> Binding {
    let binding = Binding(name: name, role: role, place: .local(slot: takeSlot()), range: range)
    blocks[blocks.count - 1][name] = binding
    return binding
  }

  /// The local of this function or, through captures, of one around it.
  func find(_ name: String) -> Binding? {
    for block in blocks.reversed() {
      if let binding = block[name] { return binding }
    }
    guard let outer = parent?.find(name) else { return nil }
    if let known = imported[ObjectIdentifier(outer)] { return known }
    outer.isCaptured = true
    let inner = Binding(
      name: name, role: outer.role, place: .local(slot: takeSlot()), range: outer.range)
    inner.isCaptured = true
    inner.function = outer.function
    inner.constant = outer.constant
    inner.holdsList = outer.holdsList
    imported[ObjectIdentifier(outer)] = inner
    captures.append((outer, inner))
    return inner
  }

  var visibleBindings: [Binding] {
    blocks.flatMap(\.values) + (parent?.visibleBindings ?? [])
  }
}
