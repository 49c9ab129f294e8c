import CKernels

extension Tape {
  /// x / √(mean(x²) + epsilon) · (offset + scale) over stretches of scale's length W. x [M, H] with H a whole number
  /// of W (one head norm serves every head), scale [W] (Zhang & Sennrich 2019).
  package func rmsNorm(
    _ x: Variable, scale: Variable, offset: Float = 0, epsilon: Float
  ) -> Variable {
    let width = scale.value.count
    precondition(
      width > 0 && x.shape.last.map { $0 % width == 0 } == true, "\(x.shape) by \(width)")
    let rows = x.value.count / width
    let factor = offset == 0 ? scale.value : scale.value.shifted(by: offset)
    var result = Tensor.uninitialized(x.shape)
    var statistics = Tensor.uninitialized([rows])
    let out = result.mutableBase
    let roots = statistics.mutableBase
    let grain = rowGrain(width)
    Threads.parallel(rows, grain: grain) { range in
      let offset = range.lowerBound * width
      kernel_rms_norm(
        x.value.base + offset, factor.base, epsilon, out + offset, roots + range.lowerBound,
        range.count, width)
    }
    let (input, inverses) = (x.value, statistics)
    let wanted = scale.requiresGradient ? nil : x.gradientRows
    return record(result, from: x, scale, gradientRows: wanted) {
      [xSlot = x.slot, scaleSlot = scale.slot] dy in
      // A row of x may be several stretches.
      let first = (wanted?.lowerBound ?? 0) * rows / max(1, input.shape[0])
      xSlot?.write(dy.shape) { dx, isFresh in
        Threads.parallel(dy.count / width, grain: grain) { range in
          let (stretch, offset) = (first + range.lowerBound, range.lowerBound * width)
          kernel_rms_norm_gradient(
            input.base + stretch * width, factor.base, inverses.base + stretch, dy.base + offset,
            dx + offset, isFresh ? 0 : 1, range.count, width)
        }
      }
      scaleSlot?.add([width]) { sums in
        Kernels.addPartials(sums, count: width, rows: rows) { range, partial in
          let offset = range.lowerBound * width
          kernel_rms_norm_scale_gradient(
            input.base + offset, inverses.base + range.lowerBound, dy.base + offset, partial,
            range.count, width)
        }
      }
    }
  }
}

extension Tensor {
  fileprivate func shifted(by offset: Float) -> Tensor {
    var result = self
    result.withMutableValues { values in
      for index in values.indices { values[index] += offset }
    }
    return result
  }
}
