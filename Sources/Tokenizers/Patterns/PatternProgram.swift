/// A regular expression compiled for `PatternMatcher`.
struct PatternProgram: Sendable {
  enum Step: Sendable {
    /// One character of the set.
    case one(ScalarSet)
    /// As many characters of the set as there are, fewer where the rest then matches.
    case many(ScalarSet, memo: Int)
    case lookahead(ScalarSet, negative: Bool)
    /// Goes on at `first`, and at `second` where that fails.
    case split(first: Int, second: Int, memo: Int)
    case jump(Int)
    case match
  }

  private static let limit = 10_000
  private(set) var steps: [Step] = []
  /// Steps whose failures the matcher remembers.
  private(set) var memoCount = 0

  init(_ tree: PatternTree) throws(PatternFault) {
    if tree.matchesEmpty { throw .matchesNothing }
    try append(tree)
    steps.append(.match)
  }

  private mutating func append(_ tree: PatternTree) throws(PatternFault) {
    if steps.count > Self.limit { throw .tooLarge(limit: Self.limit) }
    switch tree {
    case .set(let set): steps.append(.one(set))
    case .lookahead(let set, let negative): steps.append(.lookahead(set, negative: negative))
    case .sequence(let parts): for part in parts { try append(part) }
    case .choice(let branches):
      var exits: [Int] = []
      for branch in branches.dropLast() {
        let split = placeholder()
        try append(branch)
        exits.append(placeholder())
        fork(at: split, second: steps.count)
      }
      if let last = branches.last { try append(last) }
      for exit in exits { steps[exit] = .jump(steps.count) }
    case .repeated(let body, let least, let most):
      for _ in 0..<least { try append(body) }
      guard let most else { return try appendStar(body) }
      let forks = try (least..<most).map { (_) throws(PatternFault) -> Int in
        let split = placeholder()
        try append(body)
        return split
      }
      for split in forks { fork(at: split, second: steps.count) }
    }
  }

  private mutating func appendStar(_ body: PatternTree) throws(PatternFault) {
    if case .set(let set) = body {
      steps.append(.many(set, memo: newMemo()))
      return
    }
    let split = placeholder()
    try append(body)
    steps.append(.jump(split))
    fork(at: split, second: steps.count)
  }

  private mutating func placeholder() -> Int {
    steps.append(.match)
    return steps.count - 1
  }

  private mutating func fork(at step: Int, second: Int) {
    steps[step] = .split(first: step + 1, second: second, memo: newMemo())
  }

  private mutating func newMemo() -> Int {
    defer { memoCount += 1 }
    return memoCount
  }
}
