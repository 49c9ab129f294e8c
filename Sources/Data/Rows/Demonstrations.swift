import Random

/// Demonstrations for a prompt, drawn from the training split alone.
package struct Demonstrations: Sendable {
  package let rows: [DataRow]
  /// The training rows that are left: what is shown is neither trained on nor scored.
  package let remaining: [DataRow]

  /// Nil where the rows are too few: at least one has to be left to train on.
  package init?(count: Int, from train: [DataRow], seed: UInt64) {
    guard count > 0 else {
      rows = []
      remaining = train
      return
    }
    guard count < train.count else { return nil }
    var order = Array(train.indices)
    var generator = RandomGenerator(seed: seed)
    generator.shuffle(&order)
    let chosen = Array(order.prefix(count))
    rows = chosen.map { train[$0] }
    // A copy of a shown row would be shown too.
    let shown = Set(rows.map(\.fields))
    remaining = train.filter { !shown.contains($0.fields) }
  }
}
