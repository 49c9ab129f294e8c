import Tensors
import Transformers

extension LocalModel {
  /// What a model of any kind makes of one row, for every token: a decoder's logits, an encoder's states, an
  /// encoder–decoder's logits of a reply with as many tokens as the row.
  func output(
    _ codes: [Int32], conditioning: Conditioning = Conditioning(),
    on tape: Tape = Tape(recording: false)
  ) -> Variable {
    let rows = codes.indices.map(Int32.init)
    func pass(_ layout: TokenLayout, _ conditioning: Conditioning) -> ForwardPass {
      ForwardPass(layout, conditioning: conditioning, on: tape)
    }
    if let causal {
      return causal.logits(pass(TokenLayout(row: codes), conditioning), rows: rows)
    }
    let read = pass(TokenLayout(row: codes, isCausal: false), conditioning.encoder)
    guard let model = network.encoderDecoder else {
      return network.states(
        pass(TokenLayout(row: codes, isCausal: false), conditioning), rows: rows)
    }
    let reply = [model.startToken] + codes.dropLast().map { max(0, $0) }
    return model.logits(
      reply, reading: codes.count,
      encoder: model.encoderKeyValues(of: model.states(read, rows: rows), read), conditioning,
      on: tape)
  }
}

extension EncoderDecoderModel {
  /// Logits `[R, V]` of a decoder's row that reads the first `count` encoded rows.
  func logits(
    _ codes: [Int32], reading count: Int, encoder: EncoderKeyValues,
    _ conditioning: Conditioning = Conditioning(),
    on tape: Tape
  ) -> Variable {
    let pattern = AttentionPattern(blocks: [
      .init(queries: codes.indices, keys: [.init(range: 0..<count, isCausal: false)])
    ])
    return logits(
      ForwardPass(TokenLayout(row: codes), conditioning: conditioning.decoder, on: tape),
      encoder: encoder, reading: pattern, rows: codes.indices.map(Int32.init))
  }
}

/// The greatest difference, as a share of b's largest magnitude.
func distance(_ a: Tensor, _ b: Tensor) -> Float {
  guard a.shape == b.shape else { return .infinity }
  let scale = b.values.map(abs).max()!
  // NaN must not pass for near.
  return zip(a.values, b.values).reduce(0) { worst, pair in
    let gap = abs(pair.0 - pair.1) / scale
    return gap.isNaN ? .infinity : max(worst, gap)
  }
}
