import Diagnostics

final class MemberNode: Node {
  private let base: Node
  private let name: String
  private let nameRange: SourceRange

  init(_ base: Node, _ name: String, nameRange: SourceRange, _ range: SourceRange) {
    self.base = base
    self.name = name
    self.nameRange = nameRange
    super.init(range)
  }

  override func value(_ slots: Slots, _ interpreter: Interpreter) throws -> Value {
    let value = try base.value(slots, interpreter)
    if case .record(let record) = value, let field = record[name] { return field }
    return try interpreter.located(nameRange) {
      try Members.value(name, of: value, among: interpreter.builtins)
    }
  }
}

/// One position between brackets: a value, or a range whose ends may be open.
struct IndexNode {
  let value: Node?
  let lower: Node?
  let upper: Node?
  let range: SourceRange

  func item(_ slots: Slots, _ interpreter: Interpreter) throws -> IndexItem {
    if let value {
      let value = try value.value(slots, interpreter)
      return try interpreter.located(range) { try Indexing.item(value) }
    }
    func bound(_ node: Node?) throws -> Int? {
      guard let node else { return nil }
      let value = try node.value(slots, interpreter)
      return try interpreter.located(node.range) { try Operators.bound(value) }
    }
    return .slice(lower: try bound(lower), upper: try bound(upper), step: 1)
  }
}

final class IndexedNode: Node {
  private let base: Node
  private let items: [IndexNode]

  init(_ base: Node, _ items: [IndexNode], _ range: SourceRange) {
    self.base = base
    self.items = items
    super.init(range)
  }

  override func value(_ slots: Slots, _ interpreter: Interpreter) throws -> Value {
    let value = try base.value(slots, interpreter)
    if case .list(let list) = value, items.count == 1, let single = items[0].value {
      // The case that loops are made of: a list and a number.
      let index = try single.value(slots, interpreter)
      if case .number(let number) = index, let place = Int(exactly: number), place >= 0,
        place < list.count
      {
        return list[place]
      }
      return try interpreter.located(range) {
        try Indexing.value(value, [Indexing.item(index)])
      }
    }
    let evaluated = try items.map { try $0.item(slots, interpreter) }
    return try interpreter.located(range) {
      try Indexing.value(value, evaluated, interpreter.layouts)
    }
  }
}
