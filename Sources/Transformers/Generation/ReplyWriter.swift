import Tensors

/// Writes an encoder–decoder's replies, many at a time: each row is encoded once, its keys and values are
/// made once, and what is written is kept in a cache.
package struct ReplyWriter {
  package let model: any EncoderDecoderModel
  package let conditioning: Conditioning
  /// Any of them ends a reply.
  package let ends: Set<Int32>
  package var bounds = DecodingBounds()

  package init(model: any EncoderDecoderModel, conditioning: Conditioning, ends: Set<Int32>) {
    self.model = model
    self.conditioning = conditioning
    self.ends = ends
  }

  /// The reply to each row, an end token left out; of each row as many as the settings say, one after the
  /// other.
  ///
  /// A reply stops at an end token, at the requested length, at the model's last position, or when `onToken`
  /// returns false. No row may be empty.
  /// - Parameter onToken: called with each text's index and token as they come; beams continue whatever it returns.
  package func replies(
    to rows: [[Int32]], _ settings: Generator.Settings,
    onToken: (_ row: Int, _ token: Int32) throws -> Bool
  ) rethrows -> [[Int32]] {
    // Soft tokens of the decoder's own have the codes of the encoder's.
    let beginnings = rows.map { row in
      (conditioning.softReply == nil ? [] : row.filter { $0 < 0 }) + [model.startToken]
    }
    // Where samples are drawn, each is a row that reads for itself.
    let read =
      settings.beams > 1 ? rows : rows.flatMap { Array(repeating: $0, count: settings.samples) }
    return try Replying(model, read, conditioning.encoder).texts(
      after: beginnings, conditioning.decoder, settings, ends: ends, bounds, onToken)
  }

  package func replies(to rows: [[Int32]], _ settings: Generator.Settings) -> [[Int32]] {
    replies(to: rows, settings) { _, _ in true }
  }

  package func reply(to codes: [Int32], _ settings: Generator.Settings) -> [Int32] {
    replies(to: [codes], settings)[0]
  }
}

/// An encoder–decoder as its replies are written together, with what it has read of the rows.
private final class Replying: DecodingModel {
  private let model: any EncoderDecoderModel
  private let rows: [[Int32]]
  private let conditioning: Conditioning
  /// The decoder's keys and values of the encoded rows.
  private let encoderCache: KeyValueCache
  private var stretches: [Int: KeyValueCache.Stretch] = [:]

  init(_ model: any EncoderDecoderModel, _ rows: [[Int32]], _ conditioning: Conditioning) {
    self.model = model
    self.rows = rows
    self.conditioning = conditioning
    encoderCache = KeyValueCache(shape: model.decoderShape, capacity: rows.first?.count ?? 0)
  }

  var shape: ModelShape { model.decoderShape }
  var angleLimit: Int? { model.angleLimit }
  var cacheLimit: Int? { model.cacheLimit }
  /// Two rows' equal beginnings have read different texts.
  var sharesBeginnings: Bool { false }

  func tokensBeside(row: Int) -> Int { rows[row].count }

  func begin(_ wave: [Int]) {
    for part in wave.cut(intoSumsOf: DecodingBounds.passTokens, by: { rows[$0].count }) {
      let layout = TokenLayout(rows: part.map { rows[$0] }, isCausal: false)
      let pass = ForwardPass(layout, conditioning: conditioning, on: Tape(recording: false))
      let read = model.encoderKeyValues(
        of: model.states(pass, rows: layout.codes.indices.map(Int32.init)), pass)
      let taken = part.map { encoderCache.take(rows[$0].count) }
      for (row, stretch) in zip(part, taken) { stretches[row] = stretch }
      let slots = taken.flatMap { Array($0.range) }
      for (layer, pair) in read.layers.enumerated() {
        encoderCache.store(layer: layer, pair, at: slots)
      }
    }
  }

  func end(_ row: Int) { stretches[row] = nil }

  func logits(_ pass: ForwardPass, owners: [Int], rows: [Int32]) -> Variable {
    let blocks = zip(pass.layout.pattern.blocks, owners).map { block, owner in
      guard let stretch = stretches[owner] else { preconditionFailure("row \(owner) isn't read") }
      return AttentionPattern.Block(
        queries: block.queries, keys: [.init(range: stretch.range, isCausal: false)])
    }
    return model.logits(
      pass, encoder: EncoderKeyValues(layers: (0..<shape.layers).map(encoderCache.all(layer:))),
      reading: AttentionPattern(blocks: blocks), rows: rows)
  }
}
