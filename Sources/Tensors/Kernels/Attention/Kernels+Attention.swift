import CKernels

/// One tile of attention: scores [queries, width] of one head, each span's keys in columns of its
/// own.
extension Kernels {
  typealias Tile = AttentionTiles.Tile

  /// scores = exp(scores · scale − greatest of the row), logSumExp [queries], and inverse [queries]
  /// = 1 / Σ, which makes probabilities of them.
  static func softmax(
    _ tile: Tile, _ scores: Output, scale: Float, logSumExp: Output, inverse: Output
  ) {
    kernel_tile_softmax(
      scores, scale, logSumExp, inverse, tile.width, tile.queries.count, tile.spans,
      tile.spans.count)
  }

  /// scores = exp(scores · scale − logSumExp [queries]), the probabilities again.
  static func probabilities(_ tile: Tile, _ scores: Output, scale: Float, logSumExp: Input) {
    kernel_tile_probabilities(
      scores, scale, logSumExp, tile.width, tile.queries.count, tile.spans, tile.spans.count)
  }

  /// gradients = probabilities · (gradients − delta) · scale · slopes, [queries, width] each, with
  /// delta [queries].
  static func scoreGradients(
    _ tile: Tile, probabilities: Input, slopes: Input?, delta: Input, scale: Float,
    into gradients: Output
  ) {
    kernel_tile_score_gradient(
      probabilities, gradients, slopes, delta, scale, tile.width, tile.queries.count, tile.spans,
      tile.spans.count)
  }

  /// scores = cap · tanh(scores · scale / cap), and slopes, where they are wanted, 1 − tanh².
  static func cap(_ tile: Tile, _ scores: Output, at cap: Float, scale: Float, slopes: Output?) {
    for var span in tile.spans {
      kernel_tile_cap(scores, slopes, scale, cap, tile.width, tile.queries.count, &span)
    }
  }

  /// scores = scores · scale + a line of biases in one span; row r begins r earlier in the line.
  static func addLine(_ tile: Tile, span: Int, _ line: Input, to scores: Output, scale: Float) {
    var span = tile.spans[span]
    kernel_tile_add_line(scores, line, scale, tile.width, tile.queries.count, &span)
  }

  /// line += factor · gradients of one span, summed by distance.
  static func gatherLine(
    _ tile: Tile, span: Int, _ gradients: Input, factor: Float, into line: Output
  ) {
    var span = tile.spans[span]
    kernel_tile_gather_line(gradients, line, factor, tile.width, tile.queries.count, &span)
  }

  /// delta [queries] = Σ a · b of each query's row of a head, both `stride` apart and d wide.
  static func rowDots(
    _ tile: Tile, _ a: Input, _ b: Input, stride: Int, size d: Int, into delta: Output
  ) {
    kernel_row_dots(a, stride, b, stride, delta, tile.queries.count, d)
  }

  /// y [rows, d], `stride` apart, = x [rows, width] times the row's factor, or added to y.
  static func unpackRows(
    _ x: Input, width: Int, factors: Input?, into y: Output, stride: Int, rows: Int, size d: Int,
    adds: Bool
  ) {
    kernel_unpack_rows(x, width, factors, y, stride, rows, d, adds ? 1 : 0)
  }

  // MARK: Without packing, for a few queries

  /// scores = queries · keysᵀ, with the keys as they are stored: queries [queries, d] from the
  /// tile's first one, keys [·, d] from row 0.
  static func unpackedScores(
    _ tile: Tile, queries: Input, stride queryStride: Int, keys: Input, stride keyStride: Int,
    size d: Int, into scores: Output
  ) {
    for (span, first) in zip(tile.spans, tile.firstKeys) {
      for row in 0..<tile.queries.count {
        kernel_key_dots(
          queries + row * queryStride, keys + first * keyStride, keyStride,
          scores + row * tile.width + span.column, span.keys, d)
      }
    }
  }

  /// results [queries, width] = scores · values, with the values as they are stored: [·, d] from
  /// row 0.
  static func unpackedMix(
    _ tile: Tile, _ scores: Input, values: Input, stride: Int, size d: Int, into results: Output,
    width: Int
  ) {
    let rows = tile.queries.count
    results.update(repeating: 0, count: rows * width)
    for (span, first) in zip(tile.spans, tile.firstKeys) {
      for row in 0..<rows {
        let hidden = min(max(0, span.hidden + row), span.keys)
        let seen = min(span.keys, span.seen + row * span.step)
        guard hidden < seen else { continue }
        kernel_mix_values(
          scores + row * tile.width + span.column + hidden, values + (first + hidden) * stride,
          stride, results + row * width, seen - hidden, d)
      }
    }
  }
}
