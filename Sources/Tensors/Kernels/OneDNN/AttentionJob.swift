import CKernels

/// One call of attention: its operands, cut into tiles of queries.
///
/// Scores of a tile are laid side by side for all spans it sees, [queries, Σ keys]; products go to
/// oneDNN, the rest to vector code. Work is divided by head, so that no two threads add to the same
/// key's gradient and the result does not depend on their number.
struct AttentionJob {
  let query: Operand
  let key: Operand
  let value: Operand
  let heads: Int
  let groups: Int
  let size: Int
  let scale: Float
  let tiles: [Tile]
  let widest: Int

  /// The columns of a tensor that an operand occupies.
  struct Operand {
    let tensor: Tensor
    let first: Int

    init(_ columns: Columns) {
      tensor = columns.variable.value
      first = columns.range.lowerBound
    }

    var stride: Int { tensor.shape[1] }
    func offset(row: Int, head: Int, size: Int) -> Int { row * stride + first + head * size }
  }

  /// A stretch of a block's queries and the keys that any of them sees.
  struct Tile {
    var queries: Range<Int>
    var spans: [Span]
    var width: Int
  }

  /// Keys that lie in the columns column ..< column + keys.count of a tile's scores. `mask`: row r sees
  /// the first r + mask + 1 of them.
  struct Span {
    var keys: Range<Int>
    var column: Int
    var mask: Int?
  }

  static let tileRows = 64

  init(
    query: Columns, key: Columns, value: Columns, heads: Int, keyValueHeads: Int, scale: Float,
    pattern: AttentionPattern
  ) {
    precondition(heads % keyValueHeads == 0 && query.range.count % heads == 0, "\(heads) heads")
    size = query.range.count / heads
    precondition(
      key.range.count == keyValueHeads * size && value.range.count == keyValueHeads * size
        && key.rows == value.rows, "keys and values of \(keyValueHeads) heads of \(size)")
    self.query = Operand(query)
    self.key = Operand(key)
    self.value = Operand(value)
    self.heads = heads
    self.scale = scale
    groups = heads / keyValueHeads
    tiles = pattern.blocks.flatMap {
      Self.tiles(of: $0, queryRows: query.rows, keyRows: key.rows)
    }
    widest = tiles.map(\.width).max() ?? 0
  }

  private static func tiles(
    of block: AttentionPattern.Block, queryRows: Int, keyRows: Int
  ) -> [Tile] {
    precondition(
      block.queries.lowerBound >= 0 && block.queries.upperBound <= queryRows,
      "queries \(block.queries) of \(queryRows)")
    return stride(from: 0, to: block.queries.count, by: tileRows).map { start in
      let end = min(start + tileRows, block.queries.count)
      let first = block.queries.lowerBound
      var tile = Tile(queries: first + start..<first + end, spans: [], width: 0)
      for span in block.keys {
        precondition(
          span.range.lowerBound >= 0 && span.range.upperBound <= keyRows
            && (!span.isCausal || span.range.count == block.queries.count),
          "keys \(span.range) of \(keyRows)")
        let keys =
          span.isCausal ? span.range.lowerBound..<span.range.lowerBound + end : span.range
        guard !keys.isEmpty else { continue }
        tile.spans.append(Span(keys: keys, column: tile.width, mask: span.isCausal ? start : nil))
        tile.width += keys.count
      }
      return tile
    }
  }

  /// → the result [Nq, heads·d] and log-sum-exp [heads, Nq].
  func forward() -> (Tensor, logSumExp: Tensor) {
    let rows = query.tensor.shape[0]
    var result = Tensor.zeros([rows, heads * size])
    var logSumExp = Tensor.uninitialized([heads, rows])
    let out = result.mutableBase
    let sums = logSumExp.mutableBase
    Threads.parallel(heads * tiles.count, grain: 1) { range in
      var scratch = Tensor.uninitialized([Self.tileRows, widest])
      let scores = scratch.mutableBase
      for index in range {
        let (head, tile) = (index / tiles.count, tiles[index % tiles.count])
        let first = tile.queries.lowerBound
        scoreProducts(tile, head: head, into: scores)
        kernel_attention_softmax(
          scores, scale, sums + head * rows + first, tile.queries.count, tile.width, tile.width)
        for (number, span) in tile.spans.enumerated() {
          multiply(
            MatrixView(start: scores + span.column, stride: tile.width),
            view(value, row: span.keys.lowerBound, head: head / groups),
            into: out + first * heads * size + head * size, stride: heads * size,
            m: tile.queries.count, n: size, k: span.keys.count, beta: number == 0 ? 0 : 1)
        }
      }
      withExtendedLifetime(scratch) {}
    }
    return (result, logSumExp)
  }

  func backward(
    result: Tensor, logSumExp: Tensor, dy: Tensor, query querySlot: GradientSlot?,
    key keySlot: GradientSlot?, value valueSlot: GradientSlot?
  ) {
    // The three may be columns of one variable: zeroed once each, then added to in place.
    let dQuery = querySlot.map { gradientBase($0, query) }
    let dKey = keySlot.map { gradientBase($0, key) }
    let dValue = valueSlot.map { gradientBase($0, value) }
    let rows = query.tensor.shape[0]
    let stride = heads * size
    let wantsScores = dQuery != nil || dKey != nil
    Threads.parallel(heads / groups, grain: 1) { range in
      var scratch = Tensor.uninitialized([2, Self.tileRows, widest])
      var deltas = Tensor.uninitialized([Self.tileRows])
      let scores = scratch.mutableBase
      let gradients = scores + Self.tileRows * widest
      let delta = deltas.mutableBase
      for head in range.lowerBound * groups..<range.upperBound * groups {
        for tile in tiles {
          let (first, count) = (tile.queries.lowerBound, tile.queries.count)
          let output = first * stride + head * size
          let dOutput = MatrixView(start: dy.base + output, stride: stride)
          scoreProducts(tile, head: head, into: scores)
          kernel_attention_probabilities(
            scores, scale, logSumExp.base + head * rows + first, count, tile.width, tile.width)
          if wantsScores {
            kernel_row_dots(
              dy.base + output, stride, result.base + output, stride, delta, count, size)
          }
          for span in tile.spans {
            let keys = span.keys
            if wantsScores {
              multiply(
                dOutput, view(value, row: keys.lowerBound, head: head / groups, isTransposed: true),
                into: gradients + span.column, stride: tile.width, m: count, n: keys.count, k: size)
            }
            if let dValue {
              multiply(
                MatrixView(start: scores + span.column, stride: tile.width, isTransposed: true),
                dOutput,
                into: dValue + value.offset(row: keys.lowerBound, head: head / groups, size: size),
                stride: value.stride, m: keys.count, n: size, k: count, beta: 1)
            }
          }
          guard wantsScores else { continue }
          kernel_attention_score_gradient(
            scores, gradients, delta, scale, count, tile.width, tile.width)
          for span in tile.spans {
            let keys = span.keys
            if let dQuery {
              multiply(
                MatrixView(start: gradients + span.column, stride: tile.width),
                view(key, row: keys.lowerBound, head: head / groups),
                into: dQuery + query.offset(row: first, head: head, size: size),
                stride: query.stride, m: count, n: size, k: keys.count, beta: 1)
            }
            if let dKey {
              multiply(
                MatrixView(
                  start: gradients + span.column, stride: tile.width, isTransposed: true),
                view(query, row: first, head: head),
                into: dKey + key.offset(row: keys.lowerBound, head: head / groups, size: size),
                stride: key.stride, m: keys.count, n: size, k: count, beta: 1)
            }
          }
        }
      }
      withExtendedLifetime((scratch, deltas)) {}
    }
  }

  private func gradientBase(
    _ slot: GradientSlot, _ operand: Operand
  ) -> UnsafeMutablePointer<Float> {
    var base: UnsafeMutablePointer<Float>?
    slot.add(operand.tensor.shape) { base = $0 }
    guard let base else { preconditionFailure("a slot without a gradient") }
    return base
  }

  private func scoreProducts(
    _ tile: Tile, head: Int, into scores: UnsafeMutablePointer<Float>
  ) {
    for span in tile.spans {
      multiply(
        view(query, row: tile.queries.lowerBound, head: head),
        view(key, row: span.keys.lowerBound, head: head / groups, isTransposed: true),
        into: scores + span.column, stride: tile.width, m: tile.queries.count, n: span.keys.count,
        k: size)
      if let mask = span.mask {
        kernel_mask_causal(
          scores + span.column, tile.queries.count, span.keys.count, tile.width, mask)
      }
    }
  }

  private func view(
    _ operand: Operand, row: Int, head: Int, isTransposed: Bool = false
  ) -> MatrixView {
    MatrixView(
      start: operand.tensor.base + operand.offset(row: row, head: head, size: size),
      stride: operand.stride, isTransposed: isTransposed)
  }
}
