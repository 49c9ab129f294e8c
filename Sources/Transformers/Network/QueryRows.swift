import Tensors

/// Rows of a pass that go on past the keys and values of a block: they ask, all rows answer.
struct QueryRows {
  /// Ascending, each once; nil for all.
  let rows: [Int32]?
  /// Of each, within its own row of tokens.
  let positions: [Int32]
  /// Which keys each of them sees.
  let pattern: AttentionPattern

  /// The rows of x [N, C] that are among them.
  func of(_ x: Variable, on tape: Tape) -> Variable {
    rows.map { tape.gatherRows(x, $0) } ?? x
  }

  /// Their own angles.
  func of(_ rotation: Rotation) -> Rotation { rows.map(rotation.rows) ?? rotation }

  /// The given rows alone, of all rows of a pass.
  func selecting(_ requested: [Int32]) -> QueryRows {
    let some = Set(requested).sorted()
    guard some.count < positions.count else { return self }
    return QueryRows(
      rows: some, positions: some.map { positions[Int($0)] }, pattern: pattern.of(some))
  }
}
