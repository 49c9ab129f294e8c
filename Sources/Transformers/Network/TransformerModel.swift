import Checkpoints
import Tensors

/// A network over tokens, whatever it is for. One architecture a file implements it.
package protocol TransformerModel: AnyObject {
  var shape: ModelShape { get }

  /// The embedding table, `[V, H]`.
  var embedding: EmbeddingTable { get }

  /// What a token's row of the table is multiplied by on its way in; a soft token's is not. A soft token
  /// that takes the place of a token is the row times this.
  var embeddingScale: Float { get }

  /// The longest row whose pass rotates its tokens by the usual angles; one that reaches further rotates all
  /// of its own by others. Nil where there are no others.
  var angleLimit: Int? { get }

  /// Tokens that one cache can hold with the same angles: past them the keys must be made again. Nil where
  /// they never must.
  var cacheLimit: Int? { get }

  /// The weights by their checkpoint names; empty of gradients unless they were loaded trainable.
  var parameters: [NamedParameter] { get }

  /// Runs the pass and returns the last hidden states `[rows.count, H]` at the given rows of its layout:
  /// what an output head reads.
  func states(_ pass: ForwardPass, rows: [Int32]) -> Variable

  /// What a classification head reads of states `[n, H]`: themselves, or what a pooling layer of the
  /// checkpoint makes of them.
  func pooled(_ states: Variable, on tape: Tape) -> Variable

  /// The network as a decoder with an output head; nil of any other.
  var causal: (any CausalModel)? { get }

  /// The network as an encoder–decoder; nil of any other.
  var encoderDecoder: (any EncoderDecoderModel)? { get }
}

extension TransformerModel {
  package var causal: (any CausalModel)? { nil }
  package var encoderDecoder: (any EncoderDecoderModel)? { nil }
  package var embeddingScale: Float { 1 }
  package var angleLimit: Int? { nil }
  package var cacheLimit: Int? { nil }
  package func pooled(_ states: Variable, on tape: Tape) -> Variable { states }
}
