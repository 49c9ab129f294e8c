extension Tape {
  /// (x − mean) / √(variance + epsilon) · scale + shift over the last axis. x [M, H], scale and
  /// shift [H].
  package func layerNorm(
    _ x: Variable, scale: Variable, shift: Variable, epsilon: Float
  ) -> Variable {
    let (rows, width) = (x.shape[0], x.shape[1])
    precondition(scale.value.count == width && shift.value.count == width, "scale of \(width)")
    var result = Tensor.uninitialized(x.shape)
    var statistics = Tensor.uninitialized([2, rows])
    let mean = statistics.mutableBase
    Kernels.layerNorm(
      x.value.base, scale: scale.value.base, shift: shift.value.base, epsilon: epsilon,
      into: result.mutableBase, mean: mean, rstd: mean + rows, rows: rows, width: width)
    let (input, factor, moments) = (x.value, scale.value, statistics)
    let isTrained = scale.requiresGradient || shift.requiresGradient
    let wanted = isTrained ? nil : x.gradientRows
    return record(result, from: x, scale, shift, gradientRows: wanted) {
      [xSlot = x.slot, scaleSlot = scale.slot, shiftSlot = shift.slot] dy in
      let mean = moments.base
      let rstd = mean + rows
      let first = wanted?.lowerBound ?? 0
      xSlot?.write(dy.shape) { dx, isFresh in
        Kernels.layerNormGradient(
          input.base + first * width, scale: factor.base, mean: mean + first, rstd: rstd + first,
          dy: dy.base, into: dx, adds: !isFresh, rows: dy.shape[0], width: width)
      }
      guard scaleSlot != nil || shiftSlot != nil else { return }
      var sums = Tensor.zeros([2, width])
      Kernels.addLayerNormWeightGradients(
        input.base, scale: factor.base, mean: mean, rstd: rstd, dy: dy.base,
        into: sums.mutableBase, rows: rows, width: width)
      scaleSlot?.add([width]) { Kernels.accumulate(sums.base, into: $0, count: width) }
      shiftSlot?.add([width]) { Kernels.accumulate(sums.base + width, into: $0, count: width) }
    }
  }
}
