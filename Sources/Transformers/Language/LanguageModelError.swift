/// Why a model can't do what is asked of it.
package enum LanguageModelError: Error, Hashable {
  /// Only a model whose weights are here can do it.
  case needsWeights(model: String, purpose: String)
  /// An encoder, an encoder–decoder, or a classifier without an output head.
  case noNextToken(modelType: String, ModelKind)
  case emptyText
  /// `softTokens` are in front of the text's `tokens`; `limit` is what the model takes of both.
  case textTooLong(tokens: Int, softTokens: Int, limit: Int)
  /// A prompt of another model; `reason` follows "the prompt".
  case promptMisfit(reason: String)
}
