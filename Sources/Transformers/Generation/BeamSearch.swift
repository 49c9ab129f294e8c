import Foundation
import Tensors

/// Beam search for one row: the continuations with the highest Σ log p / length^penalty that keeping
/// `beams` unfinished ones a step finds. As transformers' with `early_stopping=False`: it ends once the
/// best unfinished continuation, at its present length, is behind the worst of `beams` finished ones.
///
/// Beams share the cache: a token's keys and values are kept once, and a beam is the list of the
/// stretches that it sees.
struct BeamSearch {
  private let model: any DecodingModel
  private let conditioning: Conditioning
  private let settings: Generator.Settings
  private let ends: Set<Int32>
  /// The row's index among those of the call.
  private let row: Int
  private let beginning: [Int32]
  private let limit: Int
  private let prefixLength: Int
  private let cache: KeyValueCache
  private let tape = Tape(recording: false)

  private struct Beam {
    var produced: [Int32] = []
    /// Σ log p.
    var score: Float = 0
    var penalty: RepetitionPenalty
    var stretches: [KeyValueCache.Stretch] = []
    /// How many of its codes are in the cache.
    var cached = 0
    /// Whether they were written with the angles of long rows.
    var isLong = false
  }

  private struct Candidate {
    let beam: Int
    let token: Int32
    let score: Float
  }

  init(
    _ beginning: [Int32], row: Int, by model: any DecodingModel, conditioning: Conditioning,
    _ settings: Generator.Settings, ends: Set<Int32>
  ) {
    precondition(!beginning.isEmpty, "row \(row) has no tokens to continue")
    self.model = model
    self.settings = settings
    self.ends = ends
    self.row = row
    self.beginning = beginning
    prefixLength = conditioning.prefixLength
    limit = min(
      settings.tokens, model.shape.maximumPositions - prefixLength - beginning.count)
    let room = min(max(0, limit), 64) * settings.beams
    cache = KeyValueCache(
      shape: model.shape, capacity: prefixLength + beginning.count + room,
      prefix: conditioning.prefix)
    var conditioning = conditioning
    conditioning.prefix = []
    self.conditioning = conditioning
  }

  /// The best continuations, the best one first, end tokens left out: as many as the settings want.
  /// - Parameter onToken: called with each step's likeliest token.
  func run(_ onToken: (Int32) throws -> Void) rethrows -> [[Int32]] {
    guard limit > 0 else { return Array(repeating: [], count: settings.samples) }
    model.begin([row])
    defer { model.end(row) }
    var running = [
      Beam(penalty: RepetitionPenalty(settings.repetitionPenalty, after: beginning))
    ]
    var finished: [(tokens: [Int32], score: Float)] = []
    let kept = max(2, 1 + ends.count) * settings.beams
    for step in 1...limit {
      let candidates = candidates(&running, count: kept)
      let length = pow(Float(step), Float(settings.lengthPenalty))
      func isFinished(_ candidate: Candidate) -> Bool {
        step == limit || ends.contains(candidate.token)
      }
      for candidate in candidates.prefix(settings.beams) where isFinished(candidate) {
        let isEnd = ends.contains(candidate.token)
        finished.append(
          (
            running[candidate.beam].produced + (isEnd ? [] : [candidate.token]),
            candidate.score / length
          ))
      }
      // The sort is stable: of equals the earlier one stays ahead.
      finished = Array(finished.sorted { $0.score > $1.score }.prefix(settings.beams))
      let best = candidates.filter { !isFinished($0) }.prefix(settings.beams)
      guard let first = best.first else { break }
      try onToken(first.token)
      if finished.count == settings.beams,
        !(first.score / length > finished[finished.count - 1].score)
      {
        break
      }
      running = best.map { candidate in
        var beam = running[candidate.beam]
        beam.produced.append(candidate.token)
        beam.penalty.record(candidate.token)
        beam.score = candidate.score
        return beam
      }
    }
    let texts = finished.prefix(settings.samples).map(\.tokens)
    // Fewer than requested where the vocabulary has too few tokens.
    return texts + Array(repeating: texts.last ?? [], count: settings.samples - texts.count)
  }

  /// The best continuations of all beams by a token, the best one first.
  private func candidates(_ beams: inout [Beam], count: Int) -> [Candidate] {
    let logits = logits(of: &beams)
    let width = logits.shape[1]
    var candidates: [Candidate] = []
    logits.withValues { values in
      for (index, beam) in beams.enumerated() {
        let own = UnsafeBufferPointer(rebasing: values[index * width..<(index + 1) * width])
        let highest = own[Sampler.likeliest(own)]
        let sum = own.reduce(0.0) { $0 + exp(Double($1 - highest)) }
        let normaliser = Float(log(sum))
        let logProbabilities = own.map { $0 - highest - normaliser }
        candidates += logProbabilities.withUnsafeBufferPointer { own in
          // As transformers, which puts the penalty to log p where it searches.
          beam.penalty.applied(to: own) { own in
            Sampler.likeliest(min(count, width), of: own).map {
              Candidate(beam: index, token: Int32($0), score: own[$0] + beam.score)
            }
          }
        }
      }
    }
    return Array(candidates.sorted { $0.score > $1.score }.prefix(count))
  }

  /// Logits `[beams, V]` after the codes of each beam; those that aren't in the cache are run.
  private func logits(of beams: inout [Beam]) -> Tensor {
    var codes: [Int32] = []
    var positions: [Int32] = []
    var slots: [Int] = []
    var blocks: [AttentionPattern.Block] = []
    var last: [Int32] = []
    for index in beams.indices {
      let all = beginning + beams[index].produced
      if let limit = model.cacheLimit, !beams[index].isLong, prefixLength + all.count > limit {
        // Keys that were rotated as a short row's are of no use to a long one.
        (beams[index].stretches, beams[index].cached, beams[index].isLong) = ([], 0, true)
      }
      let new = all.dropFirst(beams[index].cached)
      let stretch = cache.take(new.count)
      let seen = AttentionPattern.KeySpan.joined(
        [0..<prefixLength] + beams[index].stretches.map(\.range))
      blocks.append(
        .init(
          queries: codes.count..<codes.count + new.count,
          keys: seen + [.init(range: stretch.range, isCausal: true)]))
      positions += new.indices.map { Int32(prefixLength + $0) }
      slots += stretch.range
      codes += new
      last.append(Int32(codes.count - 1))
      beams[index].stretches.append(stretch)
      beams[index].cached = all.count
    }
    let layout = TokenLayout(
      codes: codes, positions: positions, pattern: AttentionPattern(blocks: blocks))
    return model.logits(
      ForwardPass(layout, conditioning: conditioning, cache: cache, at: slots, on: tape),
      owners: blocks.map { _ in row }, rows: last
    ).value
  }
}
