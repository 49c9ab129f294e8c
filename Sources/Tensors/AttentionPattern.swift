/// Which keys each query sees.
///
/// Rows of tokens lie end to end; segments form a forest (a segment sees all of its ancestors' tokens
/// and, causally, its own), so a prefix that rows share is one parent with many children, and nothing
/// is padded. Query ranges of different blocks do not overlap.
package struct AttentionPattern: Sendable {
  /// Keys that a block sees. Causal: query i of the block sees keys ≤ i of the span, which is as long
  /// as the block.
  package struct KeySpan: Sendable {
    package var range: Range<Int>
    package var isCausal: Bool
    /// Under a sliding window: query i of the block sees no key of the span before `windowStart` + i.
    /// At most 0 where the span is causal, so that each query sees its own key.
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

/// A range of columns of an [N, C] variable, without a copy.
package struct Columns {
  package let variable: Variable
  package let range: Range<Int>

  package init(_ variable: Variable, _ range: Range<Int>) {
    precondition(
      variable.shape.count == 2 && range.lowerBound >= 0 && range.upperBound <= variable.shape[1],
      "columns \(range) of \(variable.shape)")
    self.variable = variable
    self.range = range
  }

  /// A stretch of these columns.
  package subscript(columns: Range<Int>) -> Columns {
    Columns(variable, range.lowerBound + columns.lowerBound..<range.lowerBound + columns.upperBound)
  }

  var rows: Int { variable.shape[0] }
  var stride: Int { variable.shape[1] }
}
