import CKernels

/// A bias by distance as scores want it: along a row of scores distances rise by one, so each head's
/// figures for all distances lie in a line, and a row adds a stretch of it.
struct DistanceLines {
  let bias: PositionBias
  /// `[heads, count]`, from the lowest distance on.
  private let values: Tensor
  private let lowest: Int
  let count: Int

  init(_ bias: PositionBias, heads: Int, tiles: [AttentionTiles.Tile]) {
    precondition(bias.table.shape[1] == heads, "\(bias.table.shape) for \(heads) heads")
    self.bias = bias
    var (lowest, highest) = (0, 0)
    for tile in tiles {
      let rows = Self.rising(bias.queries, tile.queries)
      for (span, first) in zip(tile.spans, tile.firstKeys) {
        let columns = Self.rising(bias.keys, first..<first + span.keys)
        lowest = min(lowest, columns.lowerBound - rows.upperBound)
        highest = max(highest, columns.upperBound - rows.lowerBound)
      }
    }
    self.lowest = lowest
    count = highest - lowest + 1
    var values = Tensor.uninitialized([heads, count])
    let out = values.mutableBase
    for index in 0..<count {
      let figures = bias.table.value.base + bias.bucket(of: lowest + index) * heads
      for head in 0..<heads { out[head * count + index] = figures[head] }
    }
    self.values = values
  }

  private static func rising(_ positions: [Int32], _ range: Range<Int>) -> ClosedRange<Int> {
    let (first, last) = (Int(positions[range.lowerBound]), Int(positions[range.upperBound - 1]))
    precondition(last - first == range.count - 1, "positions of \(range) don't rise by one")
    return first...last
  }

  /// Where in a line the distance stands from a tile's first query to a span's first key.
  private func start(_ tile: AttentionTiles.Tile, _ span: Int) -> Int {
    Int(bias.keys[tile.firstKeys[span]] - bias.queries[tile.queries.lowerBound]) - lowest
  }

  /// scores · scale + bias, of one span.
  func add(
    to scores: UnsafeMutablePointer<Float>, scale: Float, _ tile: AttentionTiles.Tile, span: Int,
    head: Int
  ) {
    var columns = tile.spans[span]
    kernel_tile_add_line(
      scores, values.base + head * count + start(tile, span), scale, tile.width,
      tile.queries.count, &columns)
  }

  /// Sums the gradients of a tile's scores by distance: line += factor · gradients.
  func gather(
    _ gradients: UnsafePointer<Float>, _ tile: AttentionTiles.Tile, factor: Float,
    into line: UnsafeMutablePointer<Float>
  ) {
    for (index, var span) in tile.spans.enumerated() {
      kernel_tile_gather_line(
        gradients, line + start(tile, index), factor, tile.width, tile.queries.count, &span)
    }
  }

  /// Adds a head's line to its column of the table's gradient `[buckets, heads]`.
  func fold(_ line: UnsafePointer<Float>, head: Int, into sum: UnsafeMutablePointer<Float>) {
    let heads = bias.table.shape[1]
    for index in 0..<count { sum[bias.bucket(of: lowest + index) * heads + head] += line[index] }
  }
}
