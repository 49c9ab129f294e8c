extension AttentionJob {
  /// → the result [Nq, heads·d] and log-sum-exp of the scores [heads, Nq].
  func forward() -> (Tensor, logSumExp: Tensor) {
    let shape = [query.rows, heads * size]
    var result = coversQueries ? Tensor.uninitialized(shape) : .zeros(shape)
    var logSumExp = Tensor.uninitialized([heads, query.rows])
    let (out, sums) = (result.mutableBase, logSumExp.mutableBase)
    forEachUnit(ForwardWorkspace.self) { keyHead, chunk, work in
      if !chunk.isThin {
        for segment in chunk.segments {
          let keys = segment.keys
          arithmetic.packPanels(
            key.tensor.base + key.offset(row: keys.lowerBound, head: keyHead, size: size),
            stride: key.stride, rows: keys.count, into: work.keyPanels, start: segment.start)
          arithmetic.packRight(
            value.tensor.base + value.offset(row: keys.lowerBound, head: keyHead, size: size),
            stride: value.stride, rows: keys.count, into: work.valueRows, start: segment.start)
        }
      }
      for head in keyHead * groups..<(keyHead + 1) * groups {
        for tile in chunk.tiles {
          score(tile, isThin: chunk.isThin, head: head, work)
          adjust(work.scores, of: tile, head: head)
          let (first, count) = (tile.queries.lowerBound, tile.queries.count)
          Kernels.softmax(
            tile, work.scores, scale: remainingScale, logSumExp: sums + head * query.rows + first,
            inverse: work.inverses)
          mix(tile, isThin: chunk.isThin, head: head, work)
          Kernels.unpackRows(
            work.results, width: width, factors: work.inverses,
            into: out + first * heads * size + head * size, stride: heads * size, rows: count,
            size: size, adds: false)
        }
      }
    }
    return (result, logSumExp)
  }

  /// q·kᵀ of a tile.
  private func score(_ tile: Tile, isThin: Bool, head: Int, _ work: ForwardWorkspace) {
    let rows = tile.queries.count
    let start =
      query.tensor.base + query.offset(row: tile.queries.lowerBound, head: head, size: size)
    guard isThin else {
      arithmetic.packLeft(start, stride: query.stride, rows: rows, into: work.queries)
      arithmetic.score(tile, work.queries, work.keyPanels, into: work.scores)
      return
    }
    Kernels.unpackedScores(
      tile, queries: start, stride: query.stride,
      keys: key.tensor.base + key.offset(row: 0, head: head / groups, size: size),
      stride: key.stride, size: size, into: work.scores)
  }

  /// The values, weighted by the tile's scores.
  private func mix(_ tile: Tile, isThin: Bool, head: Int, _ work: ForwardWorkspace) {
    guard isThin else {
      arithmetic.mix(
        tile, work.scores, work.valueRows, rounded: work.rounded, into: work.results)
      return
    }
    Kernels.unpackedMix(
      tile, work.scores,
      values: value.tensor.base + value.offset(row: 0, head: head / groups, size: size),
      stride: value.stride, size: size, into: work.results, width: width)
  }
}

/// What a thread works on while it makes a chunk's results.
private struct ForwardWorkspace: AttentionWorkspace {
  let scratch: Scratch
  /// [packed / 16, d, 16].
  let keyPanels: UnsafeMutablePointer<Float>
  /// [packed, width].
  let valueRows: UnsafeMutablePointer<Float>
  /// [queries, width] each.
  let queries: UnsafeMutablePointer<Float>
  let results: UnsafeMutablePointer<Float>
  /// [queries, Σ keys] of a tile, and the same rounded.
  let scores: UnsafeMutablePointer<Float>
  let rounded: UnsafeMutablePointer<Float>
  /// 1 / Σ of each query's scores.
  let inverses: UnsafeMutablePointer<Float>

  init(_ job: AttentionJob, packed: Int, scores: Int) {
    let (rows, size, width) = (AttentionTiles.rows, job.size, job.width)
    scratch = Scratch(packed * size, packed * width, rows * width, rows * width, 2 * scores, rows)
    keyPanels = scratch.take(packed * size)
    valueRows = scratch.take(packed * width)
    queries = scratch.take(rows * width)
    results = scratch.take(rows * width)
    self.scores = scratch.take(scores)
    rounded = scratch.take(scores)
    inverses = scratch.take(rows)
  }
}
