extension AttentionPattern {
  /// The pattern of some of the queries alone: query i of the result is what query rows[i] was.
  /// - Parameter rows: ascending, each once.
  package func of(_ rows: [Int32]) -> AttentionPattern {
    var result = AttentionPattern(blocks: [])
    var next = 0
    for block in blocks.sorted(by: { $0.queries.lowerBound < $1.queries.lowerBound }) {
      while next < rows.count, rows[next] < block.queries.lowerBound { next += 1 }
      while next < rows.count, rows[next] < block.queries.upperBound {
        let first = next
        repeat {
          next += 1
        } while next < rows.count && rows[next] == rows[next - 1] + 1
          && rows[next] < block.queries.upperBound
        let skipped = Int(rows[first]) - block.queries.lowerBound
        result.blocks.append(
          Block(
            queries: first..<next,
            keys: block.keys.flatMap { $0.seen(by: next - first, after: skipped) }))
      }
    }
    return result
  }
}

extension AttentionPattern.KeySpan {
  /// What `count` queries of the block see, after the first `skipped`.
  fileprivate func seen(by count: Int, after skipped: Int) -> [Self] {
    precondition(windowStart == nil, "a window is cut from what is left")
    guard isCausal else { return [self] }
    let own = range.lowerBound + skipped
    let before = Self(range: range.lowerBound..<own, isCausal: false)
    return (skipped > 0 ? [before] : []) + [Self(range: own..<own + count, isCausal: true)]
  }
}
