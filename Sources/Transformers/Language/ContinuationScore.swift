/// What a model makes of a continuation.
package struct ContinuationScore: Hashable, Sendable, BitwiseCopyable {
  /// Σ log p of its tokens, nats.
  package var sum: Double
  package var tokens: Int
  /// How many of its tokens are the most likely ones, given those before them.
  package var likeliestTokens: Int

  package init(sum: Double = 0, tokens: Int = 0, likeliestTokens: Int = 0) {
    self.sum = sum
    self.tokens = tokens
    self.likeliestTokens = likeliestTokens
  }
}
