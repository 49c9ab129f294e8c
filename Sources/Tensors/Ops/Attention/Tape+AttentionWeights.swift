extension Tape {
  /// What attention multiplies the values by, `[heads, Nq, Nk]`: for each query a share of 1 for each
  /// key that it sees, 0 for all others. The parameters are those of `attention`.
  ///
  /// No kernel keeps the shares, so attention gives them: with unit vectors in place of the values,
  /// its result is the shares of as many keys as a head is wide.
  package func attentionWeights(
    query: Columns, key: Columns, heads: Int, keyValueHeads: Int, scale: Float, cap: Float? = nil,
    bias: PositionBias? = nil, pattern: AttentionPattern
  ) -> Tensor {
    let size = query.range.count / heads
    let (queries, keys) = (query.rows, key.rows)
    let width = keyValueHeads * size
    var weights = [Float](repeating: 0, count: heads * queries * keys)
    for start in stride(from: 0, to: keys, by: size) {
      let shown = start..<min(start + size, keys)
      var units = [Float](repeating: 0, count: keys * width)
      for key in shown {
        for head in 0..<keyValueHeads { units[key * width + head * size + key - start] = 1 }
      }
      let shares = attention(
        query: query, key: key,
        value: Columns(Variable(Tensor(units, shape: [keys, width])), 0..<width), heads: heads,
        keyValueHeads: keyValueHeads, scale: scale, cap: cap, bias: bias, pattern: pattern
      ).value
      shares.withValues { shares in
        for head in 0..<heads {
          for query in 0..<queries {
            let row = (head * queries + query) * keys
            let own = (query * heads + head) * size
            for key in shown { weights[row + key] = shares[own + key - start] }
          }
        }
      }
    }
    return Tensor(weights, shape: [heads, queries, keys])
  }
}
