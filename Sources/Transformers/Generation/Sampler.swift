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

    let isCut = topK.map { $0 < logits.count } ?? false
    let candidates = isCut ? Self.likeliest(topK ?? 1, of: logits) : Array(logits.indices)
    let highest = Double(logits[best])
    let weights = candidates.map { exp((Double(logits[$0]) - highest) / temperature) }
    var left = (generator.uniform() as Double) * weights.reduce(0, +)
    for (index, weight) in zip(candidates, weights) {
      left -= weight
      if left < 0 { return Int32(index) }
    }
    return Int32(candidates[candidates.count - 1])
  }

  /// The k likeliest ids in their order, of equals the lower one first.
  private static func likeliest(_ k: Int, of logits: UnsafeBufferPointer<Float>) -> [Int] {
    var ids: [Int] = []
    ids.reserveCapacity(k + 1)
    for id in logits.indices where ids.count < k || logits[id] > logits[ids[k - 1]] {
      var (low, high) = (0, ids.count)
      while low < high {
        let middle = (low + high) / 2
        if logits[ids[middle]] < logits[id] { high = middle } else { low = middle + 1 }
      }
      ids.insert(id, at: low)
      if ids.count > k { ids.removeLast() }
    }
    return ids
  }
}
