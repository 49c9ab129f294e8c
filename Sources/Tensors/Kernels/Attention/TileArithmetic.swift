import CKernels

/// The products of a tile in one precision, on operands that were packed for it.
///
/// f32 has one packed form of rows. bf16 holds two factors to a word along the axis that is summed
/// over, so that rows on the left of a product, rows on its right and scores that are summed over
/// queries differ.
struct TileArithmetic {
  let precision: Precision
  /// d, the size of a head, and that in whole vectors.
  let size: Int
  let width: Int

  private var isHalf: Bool { precision == .bf16 }

  func packLeft(
    _ x: UnsafePointer<Float>, stride: Int, rows: Int, into y: UnsafeMutablePointer<Float>
  ) {
    if isHalf {
      kernel_round_rows(x, stride, y, width / 2, rows, size)
    } else {
      kernel_pack_rows(x, stride, y, rows, size)
    }
  }

  func packRight(
    _ x: UnsafePointer<Float>, stride: Int, rows: Int, into y: UnsafeMutablePointer<Float>,
    start: Int = 0
  ) {
    if isHalf {
      kernel_round_pairs(x, stride, y + start / 2 * width, width, rows, size)
    } else {
      kernel_pack_rows(x, stride, y + start * width, rows, size)
    }
  }

  func packPanels(
    _ x: UnsafePointer<Float>, stride: Int, rows: Int, into y: UnsafeMutablePointer<Float>,
    start: Int
  ) {
    if isHalf {
      kernel_round_panels(x, stride, y + start * ((size + 1) / 2), rows, size)
    } else {
      kernel_pack_panels(x, stride, y + start * size, rows, size)
    }
  }

  /// scores = left · panels.
  func score(
    _ tile: AttentionTiles.Tile, _ left: UnsafePointer<Float>, _ panels: UnsafePointer<Float>,
    into scores: UnsafeMutablePointer<Float>
  ) {
    for var span in tile.spans {
      if isHalf {
        kernel_tile_scores16(
          left, width / 2, panels, (size + 1) / 2, scores, tile.width, tile.queries.count, &span)
      } else {
        kernel_tile_scores(
          left, width, panels, size, scores, tile.width, tile.queries.count, &span)
      }
    }
  }

  /// results = scores · right, over the keys. `rounded` takes the rounded scores.
  func mix(
    _ tile: AttentionTiles.Tile, _ scores: UnsafePointer<Float>, _ right: UnsafePointer<Float>,
    rounded: UnsafeMutablePointer<Float>, into results: UnsafeMutablePointer<Float>
  ) {
    let rows = tile.queries.count
    if tile.spans.isEmpty { results.update(repeating: 0, count: rows * width) }
    if isHalf {
      kernel_round_rows(scores, tile.width, rounded, tile.width / 2, rows, tile.width)
    }
    for (index, var span) in tile.spans.enumerated() {
      let adds: Int32 = index > 0 ? 1 : 0
      if isHalf {
        kernel_tile_mix16(rounded, tile.width / 2, right, width, results, rows, &span, adds)
      } else {
        kernel_tile_mix(scores, tile.width, right, width, results, rows, &span, adds)
      }
    }
  }

  /// sums += scoresᵀ · right, over the queries. `rounded` takes the rounded scores.
  func gather(
    _ tile: AttentionTiles.Tile, _ scores: UnsafePointer<Float>, _ right: UnsafePointer<Float>,
    rounded: UnsafeMutablePointer<Float>, into sums: UnsafeMutablePointer<Float>
  ) {
    let rows = tile.queries.count
    if isHalf {
      kernel_round_pairs(scores, tile.width, rounded, tile.width, rows, tile.width)
    }
    for var span in tile.spans {
      if isHalf {
        kernel_tile_gather16(rounded, tile.width, right, width, sums, rows, &span)
      } else {
        kernel_tile_gather(scores, tile.width, right, width, sums, rows, &span)
      }
    }
  }
}
