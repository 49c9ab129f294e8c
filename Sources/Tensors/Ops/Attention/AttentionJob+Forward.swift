import CKernels

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
            stride: key.stride, rows: keys.count, into: work.keyPanels, place: segment.place)
          arithmetic.packRight(
            value.tensor.base + value.offset(row: keys.lowerBound, head: keyHead, size: size),
            stride: value.stride, rows: keys.count, into: work.valueRows, place: segment.place)
        }
      }
      for head in keyHead * groups..<(keyHead + 1) * groups {
        for tile in chunk.tiles {
          score(tile, isThin: chunk.isThin, head: head, work)
          adjust(work.scores, of: tile, head: head)
          let (first, count) = (tile.queries.lowerBound, tile.queries.count)
          kernel_tile_softmax(
            work.scores, remainingScale, sums + head * query.rows + first, work.inverses,
            tile.width, count, tile.spans, tile.spans.count)
          mix(tile, isThin: chunk.isThin, head: head, work)
          kernel_unpack_rows(
            work.results, width, work.inverses, out + first * heads * size + head * size,
            heads * size, count, size, 0)
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
    for (span, first) in zip(tile.spans, tile.firstKeys) {
      let keys = key.tensor.base + key.offset(row: first, head: head / groups, size: size)
      for row in 0..<rows {
        kernel_key_dots(
          start + row * query.stride, keys, key.stride,
          work.scores + row * tile.width + span.column, span.keys, size)
      }
    }
  }

  /// The values, weighted by the tile's scores.
  private func mix(_ tile: Tile, isThin: Bool, head: Int, _ work: ForwardWorkspace) {
    let rows = tile.queries.count
    guard isThin else {
      arithmetic.mix(
        tile, work.scores, work.valueRows, rounded: work.rounded, into: work.results)
      return
    }
    work.results.update(repeating: 0, count: rows * width)
    for (span, first) in zip(tile.spans, tile.firstKeys) {
      let values = value.tensor.base + value.offset(row: 0, head: head / groups, size: size)
      for row in 0..<rows {
        let hidden = min(max(0, span.hidden + row), span.keys)
        let seen = min(span.keys, span.seen + row * span.step)
        guard hidden < seen else { continue }
        kernel_mix_values(
          work.scores + row * tile.width + span.column + hidden,
          values + (first + hidden) * value.stride, value.stride, work.results + row * width,
          seen - hidden, size)
      }
    }
  }
}

/// What a thread works on while it makes a chunk's results.
private struct ForwardWorkspace: AttentionWorkspace {
  let scratch: Scratch
  /// [places / 16, d, 16].
  let keyPanels: UnsafeMutablePointer<Float>
  /// [places, width].
  let valueRows: UnsafeMutablePointer<Float>
  /// [queries, width] each.
  let queries: UnsafeMutablePointer<Float>
  let results: UnsafeMutablePointer<Float>
  /// [queries, Σ keys] of a tile, and the same rounded.
  let scores: UnsafeMutablePointer<Float>
  let rounded: UnsafeMutablePointer<Float>
  /// 1 / Σ of each query's scores.
  let inverses: UnsafeMutablePointer<Float>

  init(_ job: AttentionJob, places: Int, scores: Int) {
    let (rows, size, width) = (AttentionTiles.rows, job.size, job.width)
    scratch = Scratch(places * size, places * width, rows * width, rows * width, 2 * scores, rows)
    keyPanels = scratch.take(places * size)
    valueRows = scratch.take(places * width)
    queries = scratch.take(rows * width)
    results = scratch.take(rows * width)
    self.scores = scratch.take(scores)
    rounded = scratch.take(scores)
    inverses = scratch.take(rows)
  }
}
