import CKernels

/// A pattern cut into tiles of queries, and these into chunks that threads work on apart.
///
/// The cut depends only on shapes, so results don't depend on the number of threads.
struct AttentionTiles {
  /// A stretch of a block's queries and the keys that any of them sees, side by side for all spans.
  struct Tile {
    var queries: Range<Int>
    /// Where their keys begin among the packed ones is the chunk's.
    var spans: [KernelSpan]
    /// The row of each span's first key.
    var firstKeys: [Int]
    /// Columns of the scores, whole vectors.
    var width: Int
  }

  /// Keys of one span that a chunk's tiles see, packed from `start` on.
  struct Segment {
    var keys: Range<Int>
    var start: Int
  }

  /// Tiles that one thread takes for one key head at a time, with the keys that they need.
  struct Chunk {
    var tiles: [Tile] = []
    var segments: [Segment] = []
    /// Packed keys, whole vectors for each segment.
    var packedCount = 0
    var index = 0
    /// Where its keys' gradients begin among those of all chunks.
    var offset = 0
    /// Scores of the largest tile.
    var scoreCount = 0
    /// So few queries that packing keys for them costs more than reading them as they are stored.
    var isThin = false
  }

  let chunks: [Chunk]

  var packedCount: Int { chunks.reduce(0) { $0 + $1.packedCount } }
  var tiles: [Tile] { chunks.flatMap(\.tiles) }

  static let lanes = 16
  /// The maximum of queries in a tile.
  static let rows = 64
  /// Scores of a tile that stay in the second cache together with their gradients.
  private static let cached = 1 << 16
  /// Pieces of work that divide evenly enough among threads.
  private static let pieces = 24
  /// Scores that make a chunk worth packing keys again for.
  private static let grain = 1 << 14

  init(_ pattern: AttentionPattern, queryRows: Int, keyRows: Int, keyValueHeads: Int, groups: Int) {
    let cuts = pattern.blocks.flatMap {
      Self.cuts(of: $0, queryRows: queryRows, keyRows: keyRows)
    }
    let costs = cuts.map { $0.queries.count * $0.width * groups }
    let total = costs.reduce(0, +)
    let whole = Self.chunk(cuts).packedCount
    var count = max(1, min(Self.pieces / keyValueHeads, total / Self.grain, cuts.count))
    while true {
      var chunks = Self.divide(costs, into: count).map { Self.chunk(Array(cuts[$0])) }
      var packed = 0
      for index in chunks.indices {
        chunks[index].index = index
        chunks[index].offset = packed
        packed += chunks[index].packedCount
      }
      // Each chunk packs what it shares with others again.
      if count == 1 || packed <= 6 * whole {
        self.chunks = chunks
        return
      }
      count /= 2
    }
  }

  /// A tile before its keys are packed.
  private struct Cut {
    var queries: Range<Int>
    var width = 0
    var spans: [(range: Range<Int>, first: Int, span: KernelSpan)] = []
  }

  private static func cuts(
    of block: AttentionPattern.Block, queryRows: Int, keyRows: Int
  ) -> [Cut] {
    let queries = block.queries
    precondition(
      queries.lowerBound >= 0 && queries.upperBound <= queryRows, "\(queries) of \(queryRows)")
    for span in block.keys {
      precondition(
        span.range.lowerBound >= 0 && span.range.upperBound <= keyRows
          && (!span.isCausal
            || span.range.count == queries.count && span.windowStart ?? 0 <= 0),
        "keys \(span.range) of \(keyRows)")
    }
    let keys = block.keys.reduce(1) { $0 + $1.range.count }
    let height = min(rows, max(lanes, cached / keys))
    let count = (queries.count + height - 1) / height
    return (0..<count).map { index in
      let start = queries.count * index / count
      let end = queries.count * (index + 1) / count
      var cut = Cut(queries: queries.lowerBound + start..<queries.lowerBound + end)
      for span in block.keys {
        // What the first query's window leaves out, no later query of the tile sees.
        let hidden = span.windowStart.map { $0 + start } ?? -span.range.count - rows
        let skipped = max(0, hidden) / lanes * lanes
        let past = span.isCausal ? end : span.range.count
        guard skipped < past else { continue }
        cut.spans.append(
          (
            range: span.range, first: span.range.lowerBound + skipped,
            span: KernelSpan(
              column: cut.width, keys: past - skipped,
              seen: span.isCausal ? start + 1 - skipped : past - skipped,
              step: span.isCausal ? 1 : 0, hidden: hidden - skipped, packedStart: 0)
          ))
        cut.width += roundedUp(past - skipped)
      }
      return cut
    }
  }

  private static func divide(_ costs: [Int], into count: Int) -> [Range<Int>] {
    let total = costs.reduce(0, +)
    var ranges: [Range<Int>] = []
    var (start, sum) = (0, 0)
    for (index, cost) in costs.enumerated() {
      sum += cost
      if index == costs.count - 1 || sum * count >= total * (ranges.count + 1) {
        ranges.append(start..<index + 1)
        start = index + 1
      }
    }
    return ranges
  }

  private static func chunk(_ cuts: [Cut]) -> Chunk {
    var chunk = Chunk()
    var used: [Range<Int>: Range<Int>] = [:]
    var order: [Range<Int>] = []
    for (range, first, span) in cuts.lazy.flatMap(\.spans) {
      let keys = first..<first + span.keys
      if let known = used[range] {
        used[range] =
          min(known.lowerBound, keys.lowerBound)..<max(known.upperBound, keys.upperBound)
      } else {
        used[range] = keys
        order.append(range)
      }
    }
    var starts: [Range<Int>: Int] = [:]
    for range in order {
      guard let keys = used[range] else { continue }
      chunk.segments.append(Segment(keys: keys, start: chunk.packedCount))
      starts[range] = chunk.packedCount - keys.lowerBound
      chunk.packedCount += roundedUp(keys.count)
    }
    var work = 0
    for cut in cuts {
      var tile = Tile(queries: cut.queries, spans: [], firstKeys: [], width: cut.width)
      for (range, first, span) in cut.spans {
        var span = span
        span.packedStart = (starts[range] ?? 0) + first
        tile.spans.append(span)
        tile.firstKeys.append(first)
      }
      chunk.scoreCount = max(chunk.scoreCount, tile.queries.count * tile.width)
      work += tile.queries.count * tile.width
      chunk.tiles.append(tile)
    }
    chunk.isThin = work < 4 * chunk.packedCount
    return chunk
  }

  static func roundedUp(_ count: Int) -> Int { (count + lanes - 1) / lanes * lanes }
}
