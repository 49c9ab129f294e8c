/// A regular expression compiled for `PatternMatcher`.
package struct PatternProgram: Sendable {
  enum Step: Sendable {
    /// One character of the set.
    case one(ScalarSet)
    /// As many characters of the set as there are, fewer where the rest then matches.
    case many(ScalarSet, memo: Int)
    case lookahead(ScalarSet, negative: Bool)
    /// Goes on at `first`, and at `second` where that fails.
    case split(first: Int, second: Int, memo: Int)
    /// The same for a loop whose body may match nothing: entered again at the same byte it ends.
    case loop(first: Int, second: Int, memo: Int, guarded: Int)
    case assert(PatternAssertion)
    /// Keeps the byte where a group begins (even) or ends (odd).
    case save(Int)
    case jump(Int)
    case match
  }

  private static let limit = 10_000
  private(set) var steps: [Step] = []
  /// Steps whose failures the matcher remembers.
  private(set) var memoCount = 0
  /// Loops that must not be entered twice at one byte.
  private(set) var guardCount = 0

  /// For a search that steps from match to match: none may be empty.
  package init(nonEmpty tree: PatternTree) throws(PatternFault) {
    if tree.matchesEmpty { throw .matchesNothing }
    try self.init(tree)
  }

  init(_ tree: PatternTree) throws(PatternFault) {
    try append(tree)
    steps.append(.match)
  }

  private mutating func append(_ tree: PatternTree) throws(PatternFault) {
    if steps.count > Self.limit { throw .tooLarge(limit: Self.limit) }
    switch tree {
    case .set(let set): steps.append(.one(set))
    case .lookahead(let set, let negative): steps.append(.lookahead(set, negative: negative))
    case .assertion(let assertion): steps.append(.assert(assertion))
    case .group(let body, let number):
      steps.append(.save(2 * number))
      try append(body)
      steps.append(.save(2 * number + 1))
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
    case .repeated(let body, let least, let most, let isLazy):
      for _ in 0..<least { try append(body) }
      guard let most else { return try appendStar(body, isLazy) }
      let forks = try (least..<most).map { (_) throws(PatternFault) -> Int in
        let split = placeholder()
        try append(body)
        return split
      }
      for split in forks { fork(at: split, second: steps.count, isLazy) }
    }
  }

  private mutating func appendStar(
    _ body: PatternTree, _ isLazy: Bool
  ) throws(PatternFault) {
    if case .set(let set) = body, !isLazy {
      steps.append(.many(set, memo: newMemo()))
      return
    }
    let split = placeholder()
    try append(body)
    steps.append(.jump(split))
    fork(at: split, second: steps.count, isLazy, isGuarded: body.matchesEmpty)
  }

  private mutating func placeholder() -> Int {
    steps.append(.match)
    return steps.count - 1
  }

  private mutating func fork(
    at step: Int, second: Int, _ isLazy: Bool = false, isGuarded: Bool = false
  ) {
    let (first, second) = isLazy ? (second, step + 1) : (step + 1, second)
    let memo = newMemo()
    if isGuarded {
      steps[step] = .loop(first: first, second: second, memo: memo, guarded: guardCount)
      guardCount += 1
    } else {
      steps[step] = .split(first: first, second: second, memo: memo)
    }
  }

  private mutating func newMemo() -> Int {
    defer { memoCount += 1 }
    return memoCount
  }
}
