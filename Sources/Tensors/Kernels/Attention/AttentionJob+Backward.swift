import CKernels

extension AttentionJob {
  /// Adds the gradients of the three operands, and of a bias, to their slots, which may be one and the
  /// same.
  /// `result` and `logSumExp` are forward's, dy [Nq, heads·d].
  func backward(
    result: Tensor, logSumExp: Tensor, dy: Tensor, query querySlot: GradientSlot?,
    key keySlot: GradientSlot?, value valueSlot: GradientSlot?, bias biasSlot: GradientSlot?
  ) {
    let targets = Targets(
      query: querySlot.map { base(of: $0, query.tensor.shape) },
      key: keySlot.map { base(of: $0, key.tensor.shape) },
      value: valueSlot.map { base(of: $0, value.tensor.shape) },
      bias: distances.flatMap { lines in biasSlot.map { base(of: $0, lines.bias.table.shape) } })
    let isPacked = tiles.contains { !$0.isThin }
    Threads.parallel(heads / groups, grain: 1) { range in
      var keys = HeadColumns(key, size: size, isPacked: isPacked)
      var values = HeadColumns(value, size: size, isPacked: isPacked)
      let planes = cap == nil ? 2 : 3
      var scratch = Tensor.uninitialized([planes * scoreCount + Self.tileRows])
      let work = Work(start: scratch.mutableBase, scoreCount: scoreCount, isCapped: cap != nil)
      var line = Tensor.zeros([targets.bias == nil ? 0 : distances?.count ?? 0])
      for keyHead in range {
        keys.load(head: keyHead)
        values.load(head: keyHead)
        for head in keyHead * groups..<(keyHead + 1) * groups {
          for tile in tiles {
            probabilities(tile, head: head, keys: keys, logSumExp: logSumExp, work)
            if targets.wantsScores {
              scoreGradients(tile, head: head, values: values, result: result, dy: dy, work)
            }
            add(tile, head: head, dy: dy, work, to: targets)
            if targets.bias != nil { gather(tile, work, into: &line) }
          }
          if let sum = targets.bias, let distances {
            distances.fold(line.base, head: head, into: sum)
            line = .zeros(line.shape)
          }
        }
      }
      withExtendedLifetime(scratch) {}
    }
  }

  /// Where gradients go, laid out as the operands.
  private struct Targets {
    let query: UnsafeMutablePointer<Float>?
    let key: UnsafeMutablePointer<Float>?
    let value: UnsafeMutablePointer<Float>?
    let bias: UnsafeMutablePointer<Float>?
    var wantsScores: Bool { query != nil || key != nil || bias != nil }
  }

  /// A thread's own probabilities and their gradients, [queries, width] each, as large the slopes of the
  /// cap where there is one, and Σ dy·y per query.
  private struct Work {
    let probabilities: UnsafeMutablePointer<Float>
    let gradients: UnsafeMutablePointer<Float>
    let delta: UnsafeMutablePointer<Float>
    let slopes: UnsafeMutablePointer<Float>?

    init(start: UnsafeMutablePointer<Float>, scoreCount: Int, isCapped: Bool) {
      probabilities = start
      gradients = start + scoreCount
      delta = start + 2 * scoreCount
      slopes = isCapped ? delta + AttentionJob.tileRows : nil
    }
  }

  private func base(of slot: GradientSlot, _ shape: [Int]) -> UnsafeMutablePointer<Float> {
    var base: UnsafeMutablePointer<Float>?
    slot.add(shape) { base = $0 }
    guard let base else { preconditionFailure("a slot without a gradient") }
    return base
  }

  private func probabilities(
    _ tile: Tile, head: Int, keys: HeadColumns, logSumExp: Tensor, _ work: Work
  ) {
    scores(tile, head: head, keys: keys, into: work.probabilities, slopes: work.slopes)
    kernel_attention_probabilities(
      work.probabilities, remainingScale,
      logSumExp.base + head * query.rows + tile.queries.lowerBound,
      tile.queries.count, tile.width, tile.width)
  }

  private func scoreGradients(
    _ tile: Tile, head: Int, values: HeadColumns, result: Tensor, dy: Tensor, _ work: Work
  ) {
    let stride = heads * size
    let rows = tile.queries.count
    let place = tile.queries.lowerBound * stride + head * size
    kernel_row_dots(dy.base + place, stride, result.base + place, stride, work.delta, rows, size)
    for span in tile.spans {
      let out = work.gradients + span.column
      values.products(
        dy.base + place, stride: stride, rows: rows, span: span, isThin: tile.isThin, into: out,
        stride: tile.width)
      // Defined, so that nothing times the zero of an unseen key is zero.
      for row in 0..<rows {
        (out + row * tile.width + span.keys.count)
          .update(repeating: 0, count: span.width - span.keys.count)
      }
    }
    kernel_attention_score_gradient(
      work.probabilities, work.gradients, work.delta, scale, rows, tile.width, tile.width)
    guard let slopes = work.slopes else { return }
    for span in tile.spans {
      for row in 0..<rows {
        let place = row * tile.width + span.column
        Kernels.multiply(
          work.gradients + place, slopes + place, work.gradients + place, span.keys.count)
      }
    }
  }

  private func gather(_ tile: Tile, _ work: Work, into line: inout Tensor) {
    let sums = line.mutableBase
    for span in tile.spans {
      // Scores' gradients are those of q·k; the bias was added after the scale.
      distances?.gather(
        work.gradients + span.column, tile, span, factor: 1 / scale, into: sums)
    }
  }

  private func add(_ tile: Tile, head: Int, dy: Tensor, _ work: Work, to targets: Targets) {
    let stride = heads * size
    let (first, rows) = (tile.queries.lowerBound, tile.queries.count)
    for span in tile.spans {
      let low = span.keys.lowerBound
      let keyPlace = key.offset(row: low, head: head / groups, size: size)
      let queryPlace = query.offset(row: first, head: head, size: size)
      if let dValue = targets.value {
        kernel_product(
          work.probabilities + span.column, 1, tile.width,
          dy.base + first * stride + head * size, stride,
          dValue + value.offset(row: low, head: head / groups, size: size), value.stride,
          span.keys.count, size, rows, 1)
      }
      if let dQuery = targets.query {
        kernel_product(
          work.gradients + span.column, tile.width, 1, key.tensor.base + keyPlace, key.stride,
          dQuery + queryPlace, query.stride, rows, size, span.keys.count, 1)
      }
      if let dKey = targets.key {
        kernel_product(
          work.gradients + span.column, 1, tile.width, query.tensor.base + queryPlace,
          query.stride, dKey + keyPlace, key.stride, span.keys.count, size, rows, 1)
      }
    }
  }
}
