extension Tape {
  /// x / √(mean(x²) + epsilon) · (offset + scale) over stretches of scale's length W. x [M, H] with
  /// H a whole number of W (one head norm serves every head), scale [W] (Zhang & Sennrich 2019).
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
    Kernels.rmsNorm(
      x.value.base, scale: factor.base, epsilon: epsilon, into: result.mutableBase,
      rstd: statistics.mutableBase, rows: rows, width: width)
    let (input, inverses) = (x.value, statistics)
    let wanted = scale.requiresGradient ? nil : x.gradientRows
    return record(result, from: x, scale, gradientRows: wanted) {
      [xSlot = x.slot, scaleSlot = scale.slot] dy in
      // A row of x may be several stretches.
      let first = (wanted?.lowerBound ?? 0) * rows / max(1, input.shape[0])
      xSlot?.write(dy.shape) { dx, isFresh in
        Kernels.rmsNormGradient(
          input.base + first * width, scale: factor.base, rstd: inverses.base + first,
          dy: dy.base, into: dx, adds: !isFresh, rows: dy.count / width, width: width)
      }
      scaleSlot?.add([width]) {
        Kernels.addRMSNormScaleGradient(
          input.base, rstd: inverses.base, dy: dy.base, into: $0, rows: rows, width: width)
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
