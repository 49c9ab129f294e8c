extension Tape {
  /// The heads of x [N, C], one after another [N, heads · size], each token's rotated by its own
  /// angle: elements i and i + R/2 of a head are a pair for i < R/2, the others are copied. Without
  /// a rotation the heads are only gathered.
  package func heads(_ x: Variable, _ layout: HeadLayout, rotary: Rotation?) -> Variable {
    let (rows, columns) = (x.shape[0], x.shape[1])
    let pairs = rotary?.pairs ?? 0
    precondition(
      layout.first + (layout.count - 1) * layout.stride + layout.size <= columns
        && 2 * pairs <= layout.size && rotary.map { $0.tokens == rows } ?? true,
      "heads of \(layout.size) in \(x.shape), \(pairs) rotated pairs")
    var result = Tensor.uninitialized([rows, layout.width])
    Kernels.applyRotary(
      x.value.base, columns: columns, layout, cosines: rotary?.cosines.base,
      sines: rotary?.sines.base, pairs: pairs, into: result.mutableBase, rows: rows)
    let wanted = x.gradientRows
    return record(result, from: x, gradientRows: wanted) { [slot = x.slot] dy in
      let first = (wanted?.lowerBound ?? 0) * pairs
      slot?.add([dy.shape[0], columns]) { dx in
        Kernels.addRotaryGradient(
          dy.base, layout, cosines: (rotary?.cosines.base).map { $0 + first },
          sines: (rotary?.sines.base).map { $0 + first }, pairs: pairs, into: dx,
          columns: columns, rows: dy.shape[0])
      }
    }
  }
}
