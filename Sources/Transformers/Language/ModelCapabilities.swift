import Tokenizers

/// What a language model can be asked for.
package struct ModelCapabilities: Sendable {
  /// For messages.
  package let name: String
  package let kind: ModelKind
  /// The longest context and continuation together, in tokens; nil where there is no limit, or it isn't
  /// known.
  package let contextLength: Int?
  package let hasWeights: Bool
  /// Whether it gives log-probabilities of texts.
  package let canScore: Bool
  package let canGenerate: Bool
  /// Nil where only the model's server knows it.
  package let tokenizer: Tokenizer?

  package init(
    name: String, kind: ModelKind, contextLength: Int?, hasWeights: Bool, canScore: Bool,
    canGenerate: Bool, tokenizer: Tokenizer?
  ) {
    self.name = name
    self.kind = kind
    self.contextLength = contextLength
    self.hasWeights = hasWeights
    self.canScore = canScore
    self.canGenerate = canGenerate
    self.tokenizer = tokenizer
  }
}
