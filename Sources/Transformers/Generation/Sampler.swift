import Foundation
import Tensors

/// Chooses the next token from logits `[V]`.
package struct Sampler {
  private let temperature: Double
  private let topK: Int?
  private var generator: RandomGenerator

  package init(temperature: Double, topK: Int?, seed: UInt64) {
    self.temperature = temperature
    self.topK = topK
    generator = RandomGenerator(seed: seed)
  }

  /// Ties go to the lower id.
  package mutating func choose(_ logits: UnsafeBufferPointer<Float>) -> Int32 {
    var best = 0
    for index in logits.indices where logits[index] > logits[best] { best = index }
    guard temperature > 0 else { return Int32(best) }

    var candidates = Array(logits.indices)
    if let topK, topK < candidates.count {
      candidates.sort { (logits[$0], $1) > (logits[$1], $0) }
      candidates.removeLast(candidates.count - topK)
    }
    let highest = Double(logits[best])
    let weights = candidates.map { exp((Double(logits[$0]) - highest) / temperature) }
    var left = (generator.uniform() as Double) * weights.reduce(0, +)
    for (index, weight) in zip(candidates, weights) {
      left -= weight
      if left < 0 { return Int32(index) }
    }
    return Int32(candidates[candidates.count - 1])
  }
}
