import Tensors

extension TokenLayout {
  /// The pattern with each query held to the last `window` positions of its row, its own among them.
  ///
  /// Inside a segment positions rise by one. A query that the window cuts becomes a block of its own: no
  /// wider block can say where its keys begin.
  /// - Parameter isCached: the keys are those of one row from its beginning, so that a key's index is its
  ///   position; else they are the layout's own tokens.
  func pattern(within window: Int, isCached: Bool) -> AttentionPattern {
    guard positions.contains(where: { $0 >= window }) else { return pattern }
    var blocks: [AttentionPattern.Block] = []
    for block in pattern.blocks {
      let whole = block.queries.prefix { positions[$0] < window }
      if !whole.isEmpty {
        let keys = block.keys.map {
          $0.isCausal ? .init(range: $0.range.prefix(whole.count), isCausal: true) : $0
        }
        blocks.append(.init(queries: whole, keys: keys))
      }
      for query in whole.endIndex..<block.queries.upperBound {
        let first = Int(positions[query]) - window + 1
        let keys = block.keys.compactMap { span -> AttentionPattern.KeySpan? in
          guard var low = span.range.first else { return nil }
          low += max(0, first - (isCached ? low : Int(positions[low])))
          let end =
            span.isCausal
            ? span.range.lowerBound + query - block.queries.lowerBound + 1 : span.range.upperBound
          return low < end ? .init(range: low..<end, isCausal: false) : nil
        }
        blocks.append(.init(queries: query..<query + 1, keys: keys))
      }
    }
    return AttentionPattern(blocks: blocks)
  }
}
