import Tensors

/// An encoder–decoder: `states` runs its encoder, whose last states the decoder reads while it writes.
package protocol EncoderDecoderModel: TransformerModel {
  /// What the decoder's rows begin with.
  var startToken: Int32 { get }

  /// What every decoder token may read of some encoded rows.
  /// - Parameter states: of the whole encoder layout, `[N, H]`.
  func memory(of states: Variable, on tape: Tape) -> Memory

  /// Runs the decoder and returns logits `[rows.count, V]` at the given rows of its layout.
  /// - Parameter reading: which rows of the memory each stretch of the decoder's tokens reads.
  func logits(
    _ pass: ForwardPass, memory: Memory, reading: AttentionPattern, rows: [Int32]
  ) -> Variable
}

/// Keys and values of the encoder's states for each of the decoder's blocks: made once for all tokens
/// that are written from them.
package struct Memory {
  package let layers: [KeyValuePrefix]

  package init(layers: [KeyValuePrefix]) {
    self.layers = layers
  }
}
