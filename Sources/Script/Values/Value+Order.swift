extension Value {
  /// Negative, zero or positive; nil where the two have no order. NaN comes after every number.
  package func order(_ other: Value) -> Int? {
    switch (self, other) {
    case (.number(let a), .number(let b)):
      if a.isNaN || b.isNaN { return (a.isNaN ? 1 : 0) - (b.isNaN ? 1 : 0) }
      return a < b ? -1 : (a > b ? 1 : 0)
    case (.string(let a), .string(let b)): return a < b ? -1 : (a == b ? 0 : 1)
    case (.bool(let a), .bool(let b)): return (a ? 1 : 0) - (b ? 1 : 0)
    case (.list(let a), .list(let b)):
      for (left, right) in zip(a, b) {
        guard let order = left.order(right) else { return nil }
        if order != 0 { return order }
      }
      return a.count - b.count
    default: return nil
    }
  }
}
