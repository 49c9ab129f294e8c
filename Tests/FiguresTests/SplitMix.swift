import Foundation

/// Seeded random values, the same on every machine.
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// Of either sign, from ten to the power −spread to ten to the power spread.
  mutating func number(spread: Double) -> Double {
    let size = Double.random(in: -spread...spread, using: &self)
    return (Bool.random(using: &self) ? -1 : 1) * pow(10, size)
  }

  /// Numbers that break drawings, among ordinary ones.
  mutating func wildNumber() -> Double {
    switch Int.random(in: 0..<20, using: &self) {
    case 0: .nan
    case 1: .infinity
    case 2: -.infinity
    case 3: 1e308
    case 4: -Double.greatestFiniteMagnitude
    case 5: Double.leastNonzeroMagnitude
    case 6: 0
    case 7: -0.0
    case 8: number(spread: 300)
    case 9: 1e15 + Double.random(in: 0...1, using: &self)
    default: Double.random(in: -5...5, using: &self)
    }
  }

  mutating func text(length: Int) -> String {
    let pieces = [
      "a", "b", "word", " ", " ", "é", "e\u{301}", "日", "本語", "👍🏽", "👩‍👩‍👧‍👦", "🇯🇵", "…", "─", "\n",
      "한글", "क्षि", "1️⃣",
    ]
    return (0..<Int.random(in: 0...length, using: &self)).map { _ in
      pieces.randomElement(using: &self) ?? ""
    }.joined()
  }
}
