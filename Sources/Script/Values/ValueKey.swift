/// A value by which others are found: equal as `==` has it, but that `nan` is equal to itself.
struct ValueKey: Hashable {
  private let value: Value

  init(_ value: Value) { self.value = value }

  static func == (a: ValueKey, b: ValueKey) -> Bool {
    if case .number(let x) = a.value, case .number(let y) = b.value, x.isNaN, y.isNaN {
      return true
    }
    return a.value.isEqual(to: b.value)
  }

  func hash(into hasher: inout Hasher) { Self.hash(value, &hasher) }

  private static func hash(_ value: Value, _ hasher: inout Hasher) {
    switch value {
    case .none: 0.hash(into: &hasher)
    case .bool(let flag): flag.hash(into: &hasher)
    case .number(let number): (number.isNaN ? .infinity : number).hash(into: &hasher)
    case .string(let text): text.hash(into: &hasher)
    case .list(let items):
      items.count.hash(into: &hasher)
      for item in items { hash(item, &hasher) }
    // Records are equal whatever the order of their names; of the others equality knows best.
    case .record(let record): record.count.hash(into: &hasher)
    case .range(let range): range.start.hash(into: &hasher)
    case .function, .builtin, .method, .object: value.typeName.hash(into: &hasher)
    }
  }
}
