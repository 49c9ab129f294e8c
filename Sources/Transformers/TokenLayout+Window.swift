import Tensors

extension TokenLayout {
  /// The pattern with each query held to the last `window` positions of its row, its own among them.
  ///
  /// Inside a block of queries and inside a span of keys positions rise by one, so that each span is cut
  /// along one diagonal.
  /// - Parameter isCached: the keys are those of one row from its beginning, so that a key's index is its
  ///   position; else they are the layout's own tokens.
  package func pattern(within window: Int, isCached: Bool) -> AttentionPattern {
    guard positions.contains(where: { $0 >= window }) else { return pattern }
    var result = pattern
    for (index, block) in pattern.blocks.enumerated() {
      guard let query = block.queries.first else { continue }
      for (place, span) in block.keys.enumerated() {
        guard let key = span.range.first else { continue }
        let position = isCached ? key : Int(positions[key])
        result.blocks[index].keys[place].windowStart =
          Int(positions[query]) - window + 1 - position
      }
    }
    return result
  }
}
