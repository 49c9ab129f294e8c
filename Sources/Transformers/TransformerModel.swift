import Tensors

/// Which tokens see which, and what a model is asked for.
package enum ModelKind: String, Hashable, Codable, Sendable {
  /// Causal attention; says what comes next.
  case decoder
  /// Every token sees every other of its row; says what a row is.
  case encoder
  /// The one reads a text, the other writes the answer.
  case encoderDecoder
}

/// The sizes that the rest of the engine asks of a model.
package struct ModelShape: Hashable, Codable, Sendable {
  package var modelType: String
  /// The width of an embedding, and so of a soft token.
  package var hiddenSize: Int
  package var layers: Int
  package var heads: Int
  package var keyValueHeads: Int
  package var headSize: Int
  package var vocabularySize: Int
  /// The longest row, soft tokens included.
  package var maximumPositions: Int

  /// Of a model whose tokens know their distances alone, which have no end: as long as a row can be.
  package static let unlimitedPositions = 1 << 24

  package init(
    modelType: String, hiddenSize: Int, layers: Int, heads: Int, keyValueHeads: Int,
    headSize: Int, vocabularySize: Int, maximumPositions: Int
  ) {
    self.modelType = modelType
    self.hiddenSize = hiddenSize
    self.layers = layers
    self.heads = heads
    self.keyValueHeads = keyValueHeads
    self.headSize = headSize
    self.vocabularySize = vocabularySize
    self.maximumPositions = maximumPositions
  }
}

/// A network over tokens, whatever it is asked for. One architecture a file implements it.
package protocol TransformerModel: AnyObject {
  var shape: ModelShape { get }

  /// The embedding table, `[V, H]`.
  var embedding: EmbeddingTable { get }

  /// What a token's row of the table is multiplied by on its way in; a soft token's is not. A soft token
  /// that shall stand for a token is the row times this.
  var embeddingScale: Float { get }

  /// The longest row whose pass turns its tokens by the usual angles; one that reaches further turns all of
  /// its own by others. Nil where there are no others.
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
}

extension TransformerModel {
  package var embeddingScale: Float { 1 }
  package var angleLimit: Int? { nil }
  package var cacheLimit: Int? { nil }
  package func pooled(_ states: Variable, on tape: Tape) -> Variable { states }
}

/// A decoder: tokens in, logits for the next token out.
package protocol CausalModel: TransformerModel {
  /// What turns states into logits, `[V, H]`; nil in a classifier's checkpoint, which has another head in
  /// its place.
  var head: LinearWeight? { get }

  /// Logits `[n, V]` of hidden states `[n, H]`.
  func logits(of states: Variable, on tape: Tape) -> Variable
}

extension CausalModel {
  package func logits(of states: Variable, on tape: Tape) -> Variable {
    uncappedLogits(of: states, on: tape)
  }

  func uncappedLogits(of states: Variable, on tape: Tape) -> Variable {
    guard let head else { preconditionFailure("a classifier was asked for text") }
    return tape.linear(states, head, bias: nil)
  }

  /// Runs the pass and returns logits `[rows.count, V]` at the given rows: the vocabulary is the widest
  /// matrix there is, so only the rows that are asked for meet it.
  package func logits(_ pass: ForwardPass, rows: [Int32]) -> Variable {
    logits(of: states(pass, rows: rows), on: pass.tape)
  }
}

/// A weight under the name that its checkpoint gives it.
package struct NamedParameter {
  package let name: String
  package let storage: Storage

  package enum Storage {
    case plain(Variable)
    /// A frozen linear layer's matrix.
    case linear(LinearWeight)
    /// Frozen token embeddings.
    case table(FrozenMatrix)
  }

  /// How many values it has.
  package var count: Int {
    switch storage {
    case .plain(let variable): variable.value.count
    case .linear(let weight): weight.inputs * weight.outputs
    case .table(let matrix): matrix.rows * matrix.columns
    }
  }

  /// The variable of a weight that is held plainly: all of them when a model was loaded trainable.
  package var variable: Variable? {
    if case .plain(let variable) = storage { variable } else { nil }
  }
}
