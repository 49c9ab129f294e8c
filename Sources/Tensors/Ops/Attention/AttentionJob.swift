/// One call of attention: its operands and how the work is divided.
///
/// The unit of work is a chunk of tiles under one key head. Gradients of keys are summed for each
/// unit by itself and added up in the order of the units, so the result does not depend on the
/// threads.
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
  let arithmetic: TileArithmetic
  let tiles: AttentionTiles

  typealias Tile = AttentionTiles.Tile
  typealias Chunk = AttentionTiles.Chunk

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

  init(
    query: Columns, key: Columns, value: Columns, heads: Int, keyValueHeads: Int, scale: Float,
    cap: Float?, bias: PositionBias?, precision: Precision, pattern: AttentionPattern
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
    arithmetic = TileArithmetic(
      precision: Precision.hasNativeBF16 ? precision : .f32, size: size,
      width: AttentionTiles.roundedUp(size))
    tiles = AttentionTiles(
      pattern, queryRows: query.rows, keyRows: key.rows, keyValueHeads: keyValueHeads,
      groups: groups)
    distances = bias.map { [tiles] in DistanceLines($0, heads: heads, tiles: tiles.tiles) }
  }

  var keyValueHeads: Int { heads / groups }
  /// d in whole vectors.
  var width: Int { arithmetic.width }
  /// What scores are still multiplied by: capped and biased ones are scaled already.
  var remainingScale: Float { cap == nil && distances == nil ? scale : 1 }
  /// Whether every query is in a block.
  var coversQueries: Bool {
    tiles.chunks.reduce(0) { $1.tiles.reduce($0) { $0 + $1.queries.count } } == query.rows
  }

  /// Calls `body` for each key head and chunk, from several threads that each make a `Workspace`.
  func forEachUnit<Workspace: AttentionWorkspace>(
    _ type: Workspace.Type,
    _ body: (_ keyHead: Int, _ chunk: Chunk, _ workspace: Workspace) -> Void
  ) {
    let chunks = tiles.chunks
    let packed = chunks.reduce(0) { max($0, $1.packedCount) }
    let scores = chunks.reduce(0) { max($0, $1.scoreCount) }
    Threads.share(keyValueHeads * chunks.count) { next in
      let workspace = Workspace(self, packed: packed, scores: scores)
      while let unit = next() { body(unit / chunks.count, chunks[unit % chunks.count], workspace) }
    }
  }

  /// What comes between q·kᵀ and its softmax: the cap, whose derivative `slopes` takes, or the
  /// bias.
  func adjust(
    _ scores: UnsafeMutablePointer<Float>, of tile: Tile, head: Int,
    slopes: UnsafeMutablePointer<Float>? = nil
  ) {
    if let cap { Kernels.cap(tile, scores, at: cap, scale: scale, slopes: slopes) }
    distances?.add(to: scores, scale: scale, tile, head: head)
  }
}

/// What a thread works on while it does one chunk after another.
protocol AttentionWorkspace {
  /// - Parameters:
  ///   - packed: packed keys of the largest chunk.
  ///   - scores: of the largest tile.
  init(_ job: AttentionJob, packed: Int, scores: Int)
}
