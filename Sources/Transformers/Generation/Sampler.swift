import Foundation
import Random
import Tensors

/// Chooses a row's next token from logits `[V]`, as the logits processors of transformers do: the
/// repetition penalty, then temperature, `top_k`, `top_p` and `min_p`, in this order.
package struct Sampler {
  private let settings: Generator.Settings
  private var generator: RandomGenerator
  private var penalty: RepetitionPenalty

  /// - Parameters:
  ///   - seed: of this row's draws.
  ///   - codes: what the row begins with, for the repetition penalty; soft tokens don't count.
  package init(_ settings: Generator.Settings, seed: UInt64, after codes: [Int32] = []) {
    self.settings = settings
    generator = RandomGenerator(seed: seed)
    penalty = RepetitionPenalty(settings.repetitionPenalty, after: codes)
  }

  /// Ties go to the lower id where nothing is drawn.
  package mutating func choose(_ logits: UnsafeBufferPointer<Float>) -> Int32 {
    let draw: Double = settings.temperature > 0 ? generator.uniform() : 0
    let token = penalty.applied(to: logits) { pick($0, draw) }
    penalty.record(token)
    return token
  }

  /// - Parameter draw: in [0, 1).
  private func pick(_ logits: UnsafeBufferPointer<Float>, _ draw: Double) -> Int32 {
    guard settings.temperature > 0 else { return Int32(Self.likeliest(logits)) }
    let candidates = candidates(logits)
    var left = draw * candidates.reduce(0) { $0 + $1.weight }
    for candidate in candidates {
      left -= candidate.weight
      if left < 0 { return Int32(candidate.id) }
    }
    return Int32(candidates[candidates.count - 1].id)
  }

  /// The ids that may be drawn after the penalty, with their probabilities but for a common factor.
  package func candidates(
    after logits: UnsafeBufferPointer<Float>
  ) -> [(id: Int, weight: Double)] {
    penalty.applied(to: logits) { candidates($0) }
  }

  /// Never empty, in the order of the ids.
  private func candidates(
    _ logits: UnsafeBufferPointer<Float>
  ) -> [(id: Int, weight: Double)] {
    let best = Self.likeliest(logits)
    let highest = Double(logits[best])
    let temperature = settings.temperature
    func weight(_ id: Int) -> Double { exp((Double(logits[id]) - highest) / temperature) }
    var candidates: [(id: Int, weight: Double)]
    if let k = settings.topK, k < logits.count {
      // Equals of the last one stay.
      let least = logits[Self.likeliest(k, of: logits)[k - 1]]
      candidates = logits.indices.filter { logits[$0] >= least }.map { ($0, weight($0)) }
    } else {
      candidates = logits.indices.map { ($0, weight($0)) }
    }
    if let share = settings.topP, share < 1 { Self.cut(&candidates, toShare: share) }
    if let least = settings.minP { candidates.removeAll { $0.weight < least } }
    return candidates.isEmpty ? [(best, 1)] : candidates
  }

  /// Removes the least likely as long as what is removed is at most 1 − `share` of all.
  private static func cut(
    _ candidates: inout [(id: Int, weight: Double)], toShare share: Double
  ) {
    let total = candidates.reduce(0) { $0 + $1.weight }
    let spare = (1 - share) * total
    // All that are below an equal part of what may be removed go at once: few are left to sort.
    let surely = spare / Double(candidates.count)
    var removed = 0.0
    var rest: [(id: Int, weight: Double)] = []
    for candidate in candidates {
      if candidate.weight < surely { removed += candidate.weight } else { rest.append(candidate) }
    }
    // From the least likely on; of equals the higher id first.
    rest.sort { ($0.weight, $1.id) < ($1.weight, $0.id) }
    var first = 0
    while first < rest.count - 1 {
      removed += rest[first].weight
      guard removed <= spare else { break }
      first += 1
    }
    candidates = rest[first...].sorted { $0.id < $1.id }
  }

  /// The id of the highest logit, of equals the lowest.
  static func likeliest(_ logits: UnsafeBufferPointer<Float>) -> Int {
    var best = 0
    for index in logits.indices where logits[index] > logits[best] { best = index }
    return best
  }

  /// The k likeliest ids in their order, of equals the lower one first.
  static func likeliest(_ k: Int, of logits: UnsafeBufferPointer<Float>) -> [Int] {
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
