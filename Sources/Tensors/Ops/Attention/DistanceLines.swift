/// A bias by distance as scores want it: along a row of scores distances rise by one, so each
/// head's values for all distances are one line, and a row adds a stretch of it.
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
      let biases = bias.table.value.base + bias.bucket(of: lowest + index) * heads
      for head in 0..<heads { out[head * count + index] = biases[head] }
    }
    self.values = values
  }

  private static func rising(_ positions: [Int32], _ range: Range<Int>) -> ClosedRange<Int> {
    let (first, last) = (Int(positions[range.lowerBound]), Int(positions[range.upperBound - 1]))
    precondition(last - first == range.count - 1, "positions of \(range) don't rise by one")
    return first...last
  }

  /// The index in a line of the distance from a tile's first query to a span's first key.
  private func start(_ tile: AttentionTiles.Tile, _ span: Int) -> Int {
    Int(bias.keys[tile.firstKeys[span]] - bias.queries[tile.queries.lowerBound]) - lowest
  }

  /// scores · scale + bias.
  func add(
    to scores: UnsafeMutablePointer<Float>, scale: Float, _ tile: AttentionTiles.Tile, head: Int
  ) {
    for span in tile.spans.indices {
      Kernels.addLine(
        tile, span: span, values.base + head * count + start(tile, span), to: scores, scale: scale)
    }
  }

  /// Sums the gradients of a tile's scores by distance: line += factor · gradients.
  func gather(
    _ gradients: UnsafePointer<Float>, _ tile: AttentionTiles.Tile, factor: Float,
    into line: UnsafeMutablePointer<Float>
  ) {
    for span in tile.spans.indices {
      Kernels.gatherLine(
        tile, span: span, gradients, factor: factor, into: line + start(tile, span))
    }
  }

  /// Adds a head's line to its column of the table's gradient `[buckets, heads]`.
  func fold(_ line: UnsafePointer<Float>, head: Int, into sum: UnsafeMutablePointer<Float>) {
    let heads = bias.table.shape[1]
    for index in 0..<count { sum[bias.bucket(of: lowest + index) * heads + head] += line[index] }
  }
}
