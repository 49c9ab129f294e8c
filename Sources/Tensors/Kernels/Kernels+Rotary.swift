import CKernels

/// Rotary embeddings of heads (Su et al. 2021). x and dx [m, c] hold the heads where `layout` says,
/// y and dy [m, heads · d] hold them one after another; cosines and sines [m, pairs] are null where
/// there are no pairs. Elements i and i + pairs of a head are a pair for i < pairs; the others are
/// copied.
extension Kernels {
  /// y = the heads of x, each pair rotated by its token's angle.
  static func applyRotary(
    _ x: Input, columns c: Int, _ layout: HeadLayout, cosines: Input?, sines: Input?, pairs: Int,
    into y: Output, rows m: Int
  ) {
    Threads.parallel(m, grain: rowGrain(layout.width)) { rows in
      for row in rows {
        kernel_apply_rotary(
          x + row * c + layout.first, layout.stride, cosines.map { $0 + row * pairs },
          sines.map { $0 + row * pairs }, y + row * layout.width, layout.size, layout.count, pairs,
          layout.size)
      }
    }
  }

  /// dx += dy, each pair rotated back.
  static func addRotaryGradient(
    _ dy: Input, _ layout: HeadLayout, cosines: Input?, sines: Input?, pairs: Int, into dx: Output,
    columns c: Int, rows m: Int
  ) {
    Threads.parallel(m, grain: rowGrain(layout.width)) { rows in
      for row in rows {
        kernel_add_rotary_gradient(
          dy + row * layout.width, layout.size, cosines.map { $0 + row * pairs },
          sines.map { $0 + row * pairs }, dx + row * c + layout.first, layout.stride, layout.count,
          pairs, layout.size)
      }
    }
  }
}
