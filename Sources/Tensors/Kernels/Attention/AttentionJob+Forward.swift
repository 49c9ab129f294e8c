import CKernels

extension AttentionJob {
  /// → the result [Nq, heads·d] and log-sum-exp of the scores [heads, Nq].
  func forward() -> (Tensor, logSumExp: Tensor) {
    let rows = query.rows
    let stride = heads * size
    var result = Tensor.zeros([rows, stride])
    var logSumExp = Tensor.uninitialized([heads, rows])
    let out = result.mutableBase
    let sums = logSumExp.mutableBase
    let isPacked = tiles.contains { !$0.isThin }
    Threads.parallel(heads * tiles.count, grain: 1) { range in
      var keys = HeadColumns(key, size: size, isPacked: isPacked)
      var scratch = Tensor.uninitialized([scoreCount])
      let probabilities = scratch.mutableBase
      for index in range {
        let (head, tile) = (index / tiles.count, tiles[index % tiles.count])
        let (first, count) = (tile.queries.lowerBound, tile.queries.count)
        keys.load(head: head / groups)
        scores(tile, head: head, keys: keys, into: probabilities)
        kernel_attention_softmax(
          probabilities, remainingScale, sums + head * rows + first, count, tile.width, tile.width)
        for span in tile.spans {
          kernel_product(
            probabilities + span.column, tile.width, 1,
            value.tensor.base
              + value.offset(row: span.keys.lowerBound, head: head / groups, size: size),
            value.stride, out + first * stride + head * size, stride, count, size, span.keys.count,
            1)
        }
      }
      withExtendedLifetime(scratch) {}
    }
    return (result, logSumExp)
  }
}
