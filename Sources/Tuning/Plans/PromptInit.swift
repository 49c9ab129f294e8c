/// Where the vectors of a soft prompt start from.
package enum PromptInit: Hashable, Sendable {
  /// Rows of the embedding table, drawn by seed.
  case vocabulary
  /// Normal vectors of the embedding table's own standard deviation, drawn by seed.
  case random
  /// The embeddings of the answers' words, in turn (Lester et al. 2021's class-label init).
  case labels
  /// The embeddings of a text's tokens, tiled.
  case text(String)
  /// Vectors from elsewhere, `[P, H]` by rows: an adapter, another prompt, a run.
  case vectors([[Float]], from: String)
}
