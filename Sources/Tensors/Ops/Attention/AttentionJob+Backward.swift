extension AttentionJob {
  /// Adds the gradients of the three operands, and of a bias, to their slots, which may be one and
  /// the same. `result` and `logSumExp` are forward's, dy [Nq, heads·d].
  func backward(
    result: Tensor, logSumExp: Tensor, dy: Tensor, query querySlot: GradientSlot?,
    key keySlot: GradientSlot?, value valueSlot: GradientSlot?, bias biasSlot: GradientSlot?
  ) {
    let targets = AttentionTargets(
      [
        (query, heads, querySlot), (key, keyValueHeads, keySlot), (value, keyValueHeads, valueSlot),
      ],
      size: size)
    let (forQuery, forKey, forValue) = (targets[0], targets[1], targets[2])
    // Apart for each unit, then added up in their order.
    let packed = tiles.packedCount * width
    var sums = Tensor.uninitialized([2, keyValueHeads, tiles.packedCount, width])
    let start = sums.mutableBase
    let keySums = forKey.map { _ in start }
    let valueSums = forValue.map { _ in start + keyValueHeads * packed }
    let wantsLines = biasSlot != nil && distances != nil
    let lineCount = wantsLines ? distances?.count ?? 0 : 0
    var lines = Tensor.zeros([tiles.chunks.count, heads, lineCount])
    let lineStart = lines.mutableBase
    let wantsScores = forQuery != nil || forKey != nil || wantsLines

    forEachUnit(BackwardWorkspace.self) { keyHead, chunk, work in
      pack(chunk, keyHead: keyHead, work, forScores: wantsScores)
      let offset = keyHead * packed + chunk.offset * width
      let (dKey, dValue) = (keySums.map { $0 + offset }, valueSums.map { $0 + offset })
      dKey?.update(repeating: 0, count: chunk.packedCount * width)
      dValue?.update(repeating: 0, count: chunk.packedCount * width)
      for head in keyHead * groups..<(keyHead + 1) * groups {
        for tile in chunk.tiles {
          load(tile, head: head, dy: dy, work)
          probabilities(tile, head: head, logSumExp: logSumExp, work)
          if let dValue {
            gather(tile, work.probabilities, by: work.arrivingRight, work, into: dValue)
          }
          guard wantsScores else { continue }
          scoreGradients(tile, head: head, result: result, dy: dy, work)
          if let dKey { gather(tile, work.gradients, by: work.queriesRight, work, into: dKey) }
          if let forQuery { addQueries(tile, head: head, work, to: forQuery) }
          if wantsLines, let distances {
            // Scores' gradients are those of q·k; the bias was added after the scale.
            distances.gather(
              work.gradients, tile, factor: 1 / scale,
              into: lineStart + (chunk.index * heads + head) * lineCount)
          }
        }
      }
    }
    if let forQuery, forQuery.isFresh, !coversQueries { clearUnseen(forQuery) }
    addKeys([(keySums, forKey), (valueSums, forValue)])
    if wantsLines, let distances, let biasSlot {
      biasSlot.add(distances.bias.table.shape) { sum in
        for index in 0..<tiles.chunks.count * heads {
          distances.fold(lineStart + index * lineCount, head: index % heads, into: sum)
        }
      }
    }
    withExtendedLifetime((sums, lines)) {}
  }

  private func pack(_ chunk: Chunk, keyHead: Int, _ work: BackwardWorkspace, forScores: Bool) {
    for segment in chunk.segments {
      let (keys, start) = (segment.keys, segment.start)
      let from = key.tensor.base + key.offset(row: keys.lowerBound, head: keyHead, size: size)
      arithmetic.packPanels(
        from, stride: key.stride, rows: keys.count, into: work.keyPanels, start: start)
      guard forScores else { continue }
      arithmetic.packRight(
        from, stride: key.stride, rows: keys.count, into: work.keyRows, start: start)
      arithmetic.packPanels(
        value.tensor.base + value.offset(row: keys.lowerBound, head: keyHead, size: size),
        stride: value.stride, rows: keys.count, into: work.valuePanels, start: start)
    }
  }

  private func load(_ tile: Tile, head: Int, dy: Tensor, _ work: BackwardWorkspace) {
    let (first, rows) = (tile.queries.lowerBound, tile.queries.count)
    let queries = query.tensor.base + query.offset(row: first, head: head, size: size)
    let arriving = dy.base + first * heads * size + head * size
    for (from, stride, left, right) in [
      (queries, query.stride, work.queries, work.queriesRight),
      (arriving, heads * size, work.arriving, work.arrivingRight),
    ] {
      arithmetic.packLeft(from, stride: stride, rows: rows, into: left)
      if right != left { arithmetic.packRight(from, stride: stride, rows: rows, into: right) }
    }
  }

  private func probabilities(
    _ tile: Tile, head: Int, logSumExp: Tensor, _ work: BackwardWorkspace
  ) {
    arithmetic.score(tile, work.queries, work.keyPanels, into: work.probabilities)
    adjust(work.probabilities, of: tile, head: head, slopes: work.slopes)
    Kernels.probabilities(
      tile, work.probabilities, scale: remainingScale,
      logSumExp: logSumExp.base + head * query.rows + tile.queries.lowerBound)
  }

  private func scoreGradients(
    _ tile: Tile, head: Int, result: Tensor, dy: Tensor, _ work: BackwardWorkspace
  ) {
    let stride = heads * size
    let offset = tile.queries.lowerBound * stride + head * size
    Kernels.rowDots(
      tile, dy.base + offset, result.base + offset, stride: stride, size: size, into: work.delta)
    arithmetic.score(tile, work.arriving, work.valuePanels, into: work.gradients)
    Kernels.scoreGradients(
      tile, probabilities: work.probabilities, slopes: work.slopes, delta: work.delta,
      scale: scale, into: work.gradients)
  }

  private func gather(
    _ tile: Tile, _ scores: UnsafePointer<Float>, by rows: UnsafePointer<Float>,
    _ work: BackwardWorkspace, into sums: UnsafeMutablePointer<Float>
  ) {
    arithmetic.gather(tile, scores, rows, rounded: work.rounded, into: sums)
  }

  private func addQueries(
    _ tile: Tile, head: Int, _ work: BackwardWorkspace, to target: AttentionTargets.Target
  ) {
    arithmetic.mix(tile, work.gradients, work.keyRows, rounded: work.rounded, into: work.results)
    target.store(work.results, width: width, rows: tile.queries, head: head, adds: !target.isFresh)
  }

  /// Queries of no block.
  private func clearUnseen(_ target: AttentionTargets.Target) {
    var isCovered = [Bool](repeating: false, count: query.rows)
    for tile in tiles.tiles {
      for row in tile.queries { isCovered[row] = true }
    }
    for row in isCovered.indices where !isCovered[row] {
      for head in 0..<heads { target.clear(rows: row..<row + 1, head: head) }
    }
  }

  /// Adds the units' sums of keys' and values' gradients, in the order of the units.
  private func addKeys(
    _ parts: [(sums: UnsafeMutablePointer<Float>?, target: AttentionTargets.Target?)]
  ) {
    let (pieces, unseen) = keyPieces()
    Threads.share(parts.count * keyValueHeads) { next in
      while let index = next() {
        let (part, head) = (parts[index % parts.count], index / parts.count)
        guard let sums = part.sums, let target = part.target else { continue }
        for (start, rows, isFirst) in pieces {
          target.store(
            sums + (head * tiles.packedCount + start) * width, width: width, rows: rows, head: head,
            adds: !(isFirst && target.isFresh))
        }
        if target.isFresh { for rows in unseen { target.clear(rows: rows, head: head) } }
      }
    }
  }

  /// The stretches of keys whose sums the units hold, in order, whether each is the first for its
  /// keys, and the keys of none.
  private func keyPieces() -> (
    [(start: Int, rows: Range<Int>, isFirst: Bool)], unseen: [Range<Int>]
  ) {
    var pieces: [(start: Int, rows: Range<Int>, isFirst: Bool)] = []
    var isSeen = [Bool](repeating: false, count: key.rows)
    func stretches(_ keys: Range<Int>) -> [Range<Int>] {
      var starts = [keys.lowerBound]
      for row in keys.dropFirst() where isSeen[row] != isSeen[row - 1] { starts.append(row) }
      return zip(starts, starts.dropFirst() + [keys.upperBound]).map { $0..<$1 }
    }
    for chunk in tiles.chunks {
      for segment in chunk.segments where !segment.keys.isEmpty {
        let keys = segment.keys
        for rows in stretches(keys) {
          let start = chunk.offset + segment.start + rows.lowerBound - keys.lowerBound
          pieces.append((start, rows, !isSeen[rows.lowerBound]))
        }
        for row in keys { isSeen[row] = true }
      }
    }
    let all = key.rows > 0 ? stretches(0..<key.rows) : []
    return (pieces, all.filter { !isSeen[$0.lowerBound] })
  }
}

/// What a thread works on while it makes a chunk's gradients.
private struct BackwardWorkspace: AttentionWorkspace {
  let scratch: Scratch
  /// [packed / 16, d, 16] each.
  let keyPanels: UnsafeMutablePointer<Float>
  let valuePanels: UnsafeMutablePointer<Float>
  /// [packed, width].
  let keyRows: UnsafeMutablePointer<Float>
  /// [queries, width] each: q and the gradient of the result for either side of a product, and the
  /// gradient of q.
  let queries: UnsafeMutablePointer<Float>
  let queriesRight: UnsafeMutablePointer<Float>
  let arriving: UnsafeMutablePointer<Float>
  let arrivingRight: UnsafeMutablePointer<Float>
  let results: UnsafeMutablePointer<Float>
  /// [queries, Σ keys] of a tile each.
  let probabilities: UnsafeMutablePointer<Float>
  let gradients: UnsafeMutablePointer<Float>
  let rounded: UnsafeMutablePointer<Float>
  let slopes: UnsafeMutablePointer<Float>?
  /// Σ dy·y of each query.
  let delta: UnsafeMutablePointer<Float>

  init(_ job: AttentionJob, packed: Int, scores: Int) {
    let (rows, size, width) = (AttentionTiles.rows, job.size, job.width)
    scratch = Scratch(
      2 * packed * size, packed * width, 5 * rows * width, 4 * scores, rows)
    keyPanels = scratch.take(packed * size)
    valuePanels = scratch.take(packed * size)
    keyRows = scratch.take(packed * width)
    queries = scratch.take(rows * width)
    arriving = scratch.take(rows * width)
    let isF32 = job.arithmetic.precision == .f32
    queriesRight = isF32 ? queries : scratch.take(rows * width)
    arrivingRight = isF32 ? arriving : scratch.take(rows * width)
    results = scratch.take(rows * width)
    probabilities = scratch.take(scores)
    gradients = scratch.take(scores)
    rounded = scratch.take(scores)
    slopes = job.cap == nil ? nil : scratch.take(scores)
    delta = scratch.take(rows)
  }
}
