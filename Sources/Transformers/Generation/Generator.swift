import Tensors

/// Continues a row of tokens one token at a time, keeping what it has seen in a cache.
package struct Generator {
  package let model: any CausalModel
  package let steering: Steering
  package let end: Int32?

  package struct Settings: Hashable, Sendable {
    /// The most tokens to add.
    package var tokens = 64
    /// 0 takes the likeliest token; above, logits are divided by it and a token is drawn.
    package var temperature = 0.0
    /// Only the k likeliest tokens are drawn from; nil draws from all.
    package var topK: Int? = nil
    package var seed: UInt64 = 0

    package init() {}
  }

  package init(model: any CausalModel, steering: Steering, end: Int32?) {
    self.model = model
    self.steering = steering
    self.end = end
  }

  /// The tokens that follow `codes`, the end token left out.
  ///
  /// Stops at the end token, at the asked length, at the model's last position, or when `onToken`
  /// returns false. `codes` must not be empty.
  package func continuation(
    of codes: [Int32], _ settings: Settings, onToken: (Int32) throws -> Bool
  ) rethrows -> [Int32] {
    let taken = steering.prefixLength + codes.count
    let limit = min(settings.tokens, model.shape.maximumPositions - taken)
    guard limit > 0 else { return [] }
    let cache = KeyValueCache(
      shape: model.shape, capacity: taken + limit, prefix: steering.prefix)
    var steering = steering
    steering.prefix = []
    let tape = Tape(recording: false)
    var sampler = Sampler(
      temperature: settings.temperature, topK: settings.topK, seed: settings.seed)
    var produced: [Int32] = []
    var next = codes
    while produced.count < limit {
      if let most = model.cacheLimit, cache.count <= most, cache.count + next.count > most {
        cache.shorten(to: taken - codes.count)
        next = codes + produced
      }
      let layout = TokenLayout(row: next, past: cache.count)
      let logits = model.logits(
        ForwardPass(layout, steering: steering, cache: cache, on: tape),
        rows: [Int32(next.count - 1)])
      let token = logits.value.withValues { sampler.choose($0) }
      if token == end { break }
      produced.append(token)
      if try !onToken(token) { break }
      next = [token]
    }
    return produced
  }

  package func continuation(of codes: [Int32], _ settings: Settings) -> [Int32] {
    continuation(of: codes, settings) { _ in true }
  }
}
