import Foundation

/// xoshiro256** (Blackman and Vigna, 2018), seeded through SplitMix64; all of its state is coded,
/// so a resumed run draws what an unbroken one would have.
package struct RandomGenerator: RandomNumberGenerator, Codable, Sendable, Equatable {
  private var s0: UInt64
  private var s1: UInt64
  private var s2: UInt64
  private var s3: UInt64

  package init(seed: UInt64) {
    var state = seed
    func split() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
    (s0, s1, s2, s3) = (split(), split(), split(), split())
  }

  package mutating func next() -> UInt64 {
    let scrambled = s1 &* 5
    let result = (scrambled << 7 | scrambled >> 57) &* 9
    let shifted = s1 << 17
    s2 ^= s0
    s3 ^= s1
    s1 ^= s2
    s0 ^= s3
    s2 ^= shifted
    s3 = s3 << 45 | s3 >> 19
    return result
  }

  /// In [0, 1), 53 bits.
  package mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// In [0, 1), 24 bits.
  package mutating func uniform() -> Float { Float(next() >> 40) * 0x1p-24 }

  /// In 0 ..< bound, without bias.
  package mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }

  /// Standard normal by Box and Muller; the second of the pair is thrown away, so nothing is hidden
  /// outside the coded state.
  package mutating func normal() -> Double {
    let radius = (-2 * log(1 - (uniform() as Double))).squareRoot()
    return radius * cos(2 * .pi * (uniform() as Double))
  }

  /// Fisher and Yates.
  package mutating func shuffle<Element>(_ items: inout [Element]) {
    for last in stride(from: items.count - 1, to: 0, by: -1) {
      items.swapAt(last, below(last + 1))
    }
  }

  package mutating func shuffled<Element>(_ items: [Element]) -> [Element] {
    var items = items
    shuffle(&items)
    return items
  }

  /// `count` different items, or all of them where there are fewer, in random order.
  package mutating func sample<Element>(_ items: [Element], _ count: Int) -> [Element] {
    var items = items
    let count = max(0, min(count, items.count))
    for i in 0..<count { items.swapAt(i, i + below(items.count - i)) }
    return Array(items.prefix(count))
  }
}
