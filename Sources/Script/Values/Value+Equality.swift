extension Value {
  /// `==`: values of different types differ, functions are equal to themselves alone.
  package func isEqual(to other: Value) -> Bool {
    switch (self, other) {
    case (.none, .none): true
    case (.bool(let a), .bool(let b)): a == b
    case (.number(let a), .number(let b)): a == b
    case (.string(let a), .string(let b)): a == b
    case (.list(let a), .list(let b)):
      a.count == b.count && zip(a, b).allSatisfy { $0.isEqual(to: $1) }
    case (.record(let a), .record(let b)):
      a.count == b.count && a.allSatisfy { key, value in b[key]?.isEqual(to: value) ?? false }
    case (.range(let a), .range(let b)):
      a.start == b.start && a.end == b.end && a.step == b.step
    case (.function(let a), .function(let b)): a === b
    case (.builtin(let a), .builtin(let b)): a === b
    case (.method(let a), .method(let b)): a === b
    case (.object(let a), .object(let b)): a.isEqual(to: b)
    default: false
    }
  }
}
