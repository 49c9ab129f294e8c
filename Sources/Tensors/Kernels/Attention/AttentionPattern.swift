/// Which keys each query sees.
///
/// Rows of tokens follow one another; segments form a forest (a segment sees all of its ancestors'
/// tokens and, causally, its own), so a prefix that rows share is one parent with many children,
/// and nothing is padded. Query ranges of different blocks do not overlap.
package struct AttentionPattern: Sendable {
  /// Keys that a block sees. Causal: query i of the block sees keys ≤ i of the span, which is as
  /// long as the block.
  package struct KeySpan: Sendable {
    package var range: Range<Int>
    package var isCausal: Bool
    /// Under a sliding window: query i of the block sees no key of the span before `windowStart` +
    /// i. At most 0 where the span is causal, so that each query sees its own key.
    package var windowStart: Int?

    package init(range: Range<Int>, isCausal: Bool, windowStart: Int? = nil) {
      self.range = range
      self.isCausal = isCausal
      self.windowStart = windowStart
    }
  }

  package struct Block: Sendable {
    package var queries: Range<Int>
    package var keys: [KeySpan]

    package init(queries: Range<Int>, keys: [KeySpan]) {
      self.queries = queries
      self.keys = keys
    }
  }

  package var blocks: [Block]

  package init(blocks: [Block]) {
    self.blocks = blocks
  }
}
