import CKernels

/// One call of attention: its operands, cut into tiles of queries.
///
/// Scores of a tile are laid side by side for all spans it sees, [queries, Σ keys]. Gradients are
/// divided by key head, so that no two threads add to the same key's and the result does not depend
/// on their number.
struct AttentionJob {
  let query: Operand
  let key: Operand
  let value: Operand
  let heads: Int
  /// Query heads that share a key head.
  let groups: Int
  /// d, the size of a head.
  let size: Int
  let scale: Float
  /// c, where scaled scores s become c · tanh(s / c).
  let cap: Float?
  let distances: DistanceLines?
  let tiles: [Tile]

  /// The columns of a tensor that an operand occupies.
  struct Operand {
    let tensor: Tensor
    let first: Int

    init(_ columns: Columns) {
      tensor = columns.variable.value
      first = columns.range.lowerBound
    }

    var rows: Int { tensor.shape[0] }
    var stride: Int { tensor.shape[1] }
    func offset(row: Int, head: Int, size: Int) -> Int { row * stride + first + head * size }
  }

  /// A stretch of a block's queries and the keys that any of them sees.
  struct Tile {
    var queries: Range<Int>
    var spans: [Span]
    /// Columns of the scores.
    var width: Int

    /// With so few queries, scores are dot products with the keys as they lie.
    var isThin: Bool { queries.count <= 2 }
  }

  /// Keys that lie in the columns column ..< column + width of a tile's scores, a whole number of
  /// vectors. Row r sees the first seen + r · step of them, less the first hidden + r under a window.
  struct Span {
    var keys: Range<Int>
    var column: Int
    var width: Int
    var seen: Int
    var step: Int
    var hidden: Int?
  }

  static let tileRows = 60
  static let lanes = 16

  init(
    query: Columns, key: Columns, value: Columns, heads: Int, keyValueHeads: Int, scale: Float,
    cap: Float?, bias: PositionBias?, pattern: AttentionPattern
  ) {
    precondition(cap == nil || bias == nil, "no model caps scores with a bias")
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
    self.cap = cap
    groups = heads / keyValueHeads
    let tiles = pattern.blocks.flatMap {
      Self.tiles(of: $0, queryRows: query.rows, keyRows: key.rows)
    }
    self.tiles = tiles
    distances = bias.map { DistanceLines($0, heads: heads, tiles: tiles) }
  }

  private static func tiles(
    of block: AttentionPattern.Block, queryRows: Int, keyRows: Int
  ) -> [Tile] {
    let first = block.queries.lowerBound
    precondition(
      first >= 0 && block.queries.upperBound <= queryRows, "\(block.queries) of \(queryRows)")
    for span in block.keys {
      precondition(
        span.range.lowerBound >= 0 && span.range.upperBound <= keyRows
          && (!span.isCausal
            || span.range.count == block.queries.count && span.windowStart ?? 0 <= 0),
        "keys \(span.range) of \(keyRows)")
    }
    return stride(from: 0, to: block.queries.count, by: tileRows).map { start in
      let end = min(start + tileRows, block.queries.count)
      var tile = Tile(queries: first + start..<first + end, spans: [], width: 0)
      for span in block.keys {
        // What the first query's window leaves out, no later query of the tile sees.
        let skipped = span.windowStart.map { max(0, $0 + start) } ?? 0
        let past = span.isCausal ? end : span.range.count
        guard skipped < past else { continue }
        let low = span.range.lowerBound
        let keys = low + skipped..<low + past
        let width = (keys.count + lanes - 1) / lanes * lanes
        tile.spans.append(
          Span(
            keys: keys, column: tile.width, width: width,
            seen: span.isCausal ? start + 1 - skipped : keys.count,
            step: span.isCausal ? 1 : 0, hidden: span.windowStart.map { $0 + start - skipped }))
        tile.width += width
      }
      return tile
    }
  }

  /// Scores of the widest tile.
  var scoreCount: Int { tiles.map { $0.queries.count * $0.width }.max() ?? 0 }

  /// What scores are still multiplied by: capped and biased ones are scaled already.
  var remainingScale: Float { cap == nil && distances == nil ? scale : 1 }

  /// q·kᵀ of a tile, capped where there is a cap, with its bias where there is one, −∞ where a query does not see a key. `slopes` takes the
  /// derivative of the cap.
  func scores(
    _ tile: Tile, head: Int, keys: HeadColumns, into scores: UnsafeMutablePointer<Float>,
    slopes: UnsafeMutablePointer<Float>? = nil
  ) {
    let rows = tile.queries.count
    let start =
      query.tensor.base + query.offset(row: tile.queries.lowerBound, head: head, size: size)
    for span in tile.spans {
      let out = scores + span.column
      keys.products(
        start, stride: query.stride, rows: rows, span: span, isThin: tile.isThin, into: out,
        stride: tile.width)
      if let cap {
        kernel_cap(
          out, slopes.map { $0 + span.column }, scale, cap, rows, span.keys.count, tile.width)
      }
      distances?.add(to: out, scale: scale, tile, span, head: head)
      kernel_mask(out, rows, span.seen, span.step, span.width, tile.width)
      if let hidden = span.hidden {
        kernel_mask_front(out, rows, hidden, span.keys.count, tile.width)
      }
    }
  }
}

/// One head's keys or values with the vectors along the columns, [d, Nk], as products with scores' rows
/// want them.
struct HeadColumns {
  private let operand: AttentionJob.Operand
  private let size: Int
  private let stride: Int
  private var storage: Tensor
  private var head = -1

  /// - Parameter isPacked: false where every tile is thin and reads the operand as it lies.
  init(_ operand: AttentionJob.Operand, size: Int, isPacked: Bool) {
    self.operand = operand
    self.size = size
    stride = operand.rows + AttentionJob.lanes
    // Zeros at the end, for whole vectors are read.
    storage = isPacked ? .zeros([size, stride]) : .zeros([0, stride])
  }

  mutating func load(head: Int) {
    guard head != self.head else { return }
    self.head = head
    guard storage.count > 0 else { return }
    kernel_transpose(
      operand.tensor.base + operand.offset(row: 0, head: head, size: size), operand.stride,
      storage.mutableBase, stride, operand.rows, size)
  }

  /// x [rows, d] · columns of the span → [rows, span.width]; what lies past its keys is undefined.
  func products(
    _ x: UnsafePointer<Float>, stride strideX: Int, rows: Int, span: AttentionJob.Span,
    isThin: Bool, into out: UnsafeMutablePointer<Float>, stride strideOut: Int
  ) {
    let first = span.keys.lowerBound
    guard isThin else {
      kernel_product(
        x, strideX, 1, storage.base + first, stride, out, strideOut, rows, span.width, size, 0)
      return
    }
    let lying = operand.tensor.base + operand.offset(row: first, head: head, size: size)
    for row in 0..<rows {
      kernel_row_dots(
        lying, operand.stride, x + row * strideX, 0, out + row * strideOut, span.keys.count, size)
    }
  }
}
