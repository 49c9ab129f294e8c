import Tensors

/// Writes an encoder–decoder's reply one token at a time: the row is encoded once, its keys and values are
/// made once, and what is written is kept in a cache.
package struct ReplyWriter {
  package let model: any EncoderDecoderModel
  package let steering: Steering
  package let end: Int32?

  package init(model: any EncoderDecoderModel, steering: Steering, end: Int32?) {
    self.model = model
    self.steering = steering
    self.end = end
  }

  /// The reply to `codes`, the end token left out.
  ///
  /// Stops at the end token, at the asked length, or when `onToken` returns false. `codes` must not be
  /// empty.
  package func reply(
    to codes: [Int32], _ settings: Generator.Settings, onToken: (Int32) throws -> Bool
  ) rethrows -> [Int32] {
    let front = steering.softReply == nil ? [] : codes.filter { $0 < 0 }
    let taken = steering.prefixLength + front.count + 1
    let limit = min(settings.tokens, model.decoderShape.maximumPositions - taken)
    guard limit > 0 else { return [] }
    let tape = Tape(recording: false)
    let read = ForwardPass(
      TokenLayout(row: codes, isCausal: false), steering: steering.reading, on: tape)
    let memory = model.memory(
      of: model.states(read, rows: codes.indices.map(Int32.init)), read)
    var steering = steering.writing
    let cache = KeyValueCache(
      shape: model.decoderShape, capacity: taken + limit, prefix: steering.prefix)
    steering.prefix = []
    var sampler = Sampler(
      temperature: settings.temperature, topK: settings.topK, seed: settings.seed)
    var produced: [Int32] = []
    while produced.count < limit {
      let next = produced.last.map { [$0] } ?? front + [model.startToken]
      let layout = TokenLayout(row: next, past: cache.count)
      let reading = AttentionPattern(blocks: [
        .init(queries: next.indices, keys: [.init(range: codes.indices, isCausal: false)])
      ])
      let logits = model.logits(
        ForwardPass(layout, steering: steering, cache: cache, on: tape), memory: memory,
        reading: reading, rows: [Int32(next.count - 1)])
      let token = logits.value.withValues { sampler.choose($0) }
      if token == end { break }
      produced.append(token)
      if try !onToken(token) { break }
    }
    return produced
  }

  package func reply(to codes: [Int32], _ settings: Generator.Settings) -> [Int32] {
    reply(to: codes, settings) { _ in true }
  }
}
