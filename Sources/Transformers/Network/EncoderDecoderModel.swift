import Tensors

/// An encoder–decoder: `states` runs its encoder, whose last states the decoder reads while it writes.
package protocol EncoderDecoderModel: TransformerModel {
  /// The sizes of the decoder; `shape` has the encoder's.
  var decoderShape: ModelShape { get }

  /// What the decoder's rows begin with.
  var startToken: Int32 { get }

  /// What every decoder token may read of some encoded rows.
  /// - Parameters:
  ///   - states: of the whole encoder layout, `[N, H]`.
  ///   - pass: the one that made them.
  func encoderKeyValues(of states: Variable, _ pass: ForwardPass) -> EncoderKeyValues

  /// Runs the decoder and returns logits `[rows.count, V]` at the given rows of its layout.
  /// - Parameter reading: which rows of the encoder each stretch of the decoder's tokens reads.
  func logits(
    _ pass: ForwardPass, encoder: EncoderKeyValues, reading: AttentionPattern, rows: [Int32]
  ) -> Variable
}

extension EncoderDecoderModel {
  package var encoderDecoder: (any EncoderDecoderModel)? { self }
}

/// Keys and values of the encoder's states for each of the decoder's blocks: made once for all tokens
/// that are written from them.
package struct EncoderKeyValues {
  package let layers: [KeyValuePrefix]

  package init(layers: [KeyValuePrefix]) {
    self.layers = layers
  }
}
