extension AttentionPattern {
  /// The pattern with each query held to the last `window` positions of its row, its own among
  /// them.
  ///
  /// Inside a block of queries and inside a span of keys positions rise by one, so that each span
  /// is cut along one diagonal.
  /// - Parameters:
  ///   - queries: the position of each query in its row.
  ///   - keyPosition: the position in its row of a key, by its index.
  package func within(
    _ window: Int, queries: [Int32], keyPosition: (Int) -> Int
  ) -> AttentionPattern {
    guard queries.contains(where: { $0 >= window }) else { return self }
    var result = self
    for (index, block) in blocks.enumerated() {
      guard let query = block.queries.first else { continue }
      for (spanIndex, span) in block.keys.enumerated() {
        guard let key = span.range.first else { continue }
        result.blocks[index].keys[spanIndex].windowStart =
          Int(queries[query]) - window + 1 - keyPosition(key)
      }
    }
    return result
  }
}
