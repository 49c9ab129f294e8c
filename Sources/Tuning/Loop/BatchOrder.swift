import Random

/// Which rows each step trains on: a fresh permutation every epoch, a function of seed and step
/// alone, so that a resumed run needs no memory of it.
struct BatchOrder: Sendable {
  let rows: Int
  let batch: Int
  let seed: UInt64
  let shuffles: Bool
  private var epoch = -1
  private var permutation: [Int] = []

  init(rows: Int, batch: Int, seed: UInt64, shuffles: Bool) {
    self.rows = rows
    self.batch = batch
    self.seed = seed
    self.shuffles = shuffles
  }

  /// Steps in one pass over the rows; the last one may be short.
  var stepsPerEpoch: Int { (rows + batch - 1) / batch }

  mutating func indices(at step: Int) -> ArraySlice<Int> {
    let wanted = step / stepsPerEpoch
    if wanted != epoch {
      permutation = Array(0..<rows)
      if shuffles {
        var generator = RandomGenerator(seed: seed &+ UInt64(wanted) &* 0x9E37_79B9_7F4A_7C15)
        generator.shuffle(&permutation)
      }
      epoch = wanted
    }
    let start = step % stepsPerEpoch * batch
    return permutation[start..<min(start + batch, rows)]
  }
}
