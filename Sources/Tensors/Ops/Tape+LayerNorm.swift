import CKernels

extension Tape {
  /// (x − mean) / √(variance + epsilon) · scale + shift over the last axis. x [M, H], scale and shift [H].
  package func layerNorm(
    _ x: Variable, scale: Variable, shift: Variable, epsilon: Float
  ) -> Variable {
    let (rows, width) = (x.shape[0], x.shape[1])
    precondition(scale.value.count == width && shift.value.count == width, "scale of \(width)")
    var result = Tensor.uninitialized(x.shape)
    var statistics = Tensor.uninitialized([2, rows])
    let out = result.mutableBase
    let mean = statistics.mutableBase
    let grain = rowGrain(width)
    Threads.parallel(rows, grain: grain) { range in
      let offset = range.lowerBound * width
      kernel_layer_norm(
        x.value.base + offset, scale.value.base, shift.value.base, epsilon, out + offset,
        mean + range.lowerBound, mean + rows + range.lowerBound, range.count, width)
    }
    let (input, factor, moments) = (x.value, scale.value, statistics)
    let isTrained = scale.requiresGradient || shift.requiresGradient
    let wanted = isTrained ? nil : x.gradientRows
    return record(result, from: x, scale, shift, gradientRows: wanted) {
      [xSlot = x.slot, scaleSlot = scale.slot, shiftSlot = shift.slot] dy in
      let mean = moments.base
      let rstd = mean + rows
      let first = wanted?.lowerBound ?? 0
      xSlot?.add(dy.shape) { dx in
        Threads.parallel(dy.shape[0], grain: grain) { range in
          let (row, offset) = (first + range.lowerBound, range.lowerBound * width)
          kernel_layer_norm_gradient(
            input.base + row * width, factor.base, mean + row, rstd + row, dy.base + offset,
            dx + offset, nil, nil, range.count, width)
        }
      }
      guard scaleSlot != nil || shiftSlot != nil else { return }
      var sums = Tensor.zeros([2, width])
      Kernels.addPartials(sums.mutableBase, count: 2 * width, rows: rows) { range, partial in
        let offset = range.lowerBound * width
        kernel_layer_norm_gradient(
          input.base + offset, factor.base, mean + range.lowerBound, rstd + range.lowerBound,
          dy.base + offset, nil, partial, partial + width, range.count, width)
      }
      scaleSlot?.add([width]) { kernel_accumulate(1, sums.base, $0, width) }
      shiftSlot?.add([width]) { kernel_accumulate(1, sums.base + width, $0, width) }
    }
  }
}
