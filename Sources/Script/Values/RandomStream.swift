import Random

/// Random numbers that a script draws one after another: every draw continues where the last ended,
/// so that two calls differ and the whole script is reproducible.
package final class RandomStream {
  /// All that later draws depend on.
  package var state: RandomGenerator

  package init(seed: Int = 0) { state = RandomGenerator(seed: UInt64(seed)) }

  package func draw<Result>(
    _ body: (inout RandomGenerator) throws -> Result
  ) rethrows -> Result {
    try body(&state)
  }

  /// Starts again from a seed.
  package func restart(seed: Int) { state = RandomGenerator(seed: UInt64(seed)) }

  /// A seed for what has a generator of its own; small enough to be shown and given again.
  package func seed() -> Int { Int(state.next() >> 32) }
}
