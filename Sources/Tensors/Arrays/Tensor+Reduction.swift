/// A number computed from all values along an axis.
package enum Reduction: String, Sendable, CaseIterable {
  case sum, mean, prod, min, max, argmin, argmax, any, all
  /// Divided by n, or by n less the degrees of freedom that are given, as in NumPy.
  case variance = "var"
  case std
  /// √Σ x².
  case norm
  /// Σ |x|.
  case norm1
  /// max |x|.
  case maximumNorm = "norminf"

  var needsElements: Bool {
    switch self {
    case .min, .max, .argmin, .argmax: true
    default: false
    }
  }
}

extension Tensor {
  /// One number for each line along `axis`, or for all values; `keepDims` leaves an extent of 1.
  /// Computed in double. NaN anywhere gives NaN, and its position for argmin and argmax.
  package func reduce(
    _ reduction: Reduction, axis: Int? = nil, keepDims: Bool = false, ddof: Int = 0
  ) throws(TensorError) -> Tensor {
    try reduceLines(reduction, axis: axis, keepDims: keepDims) { $0.reduce(reduction, ddof: ddof) }
  }

  /// The value below which a share of a line's values is, between neighbours by interpolation.
  package func quantile(
    _ share: Double, axis: Int? = nil, keepDims: Bool = false
  ) throws(TensorError) -> Tensor {
    // No line has a median of nothing, as it has no least value.
    try reduceLines(.min, axis: axis, keepDims: keepDims) { $0.quantile(share) }
  }

  private func reduceLines(
    _ reduction: Reduction, axis: Int?, keepDims: Bool, _ body: (Line) -> Double
  ) throws(TensorError) -> Tensor {
    let axes = try Axes(shape, axis: axis)
    if axes.extent == 0, reduction.needsElements {
      throw .empty(operation: reduction.rawValue, shape: shape)
    }
    let target = axes.reduced(keepDims: keepDims)
    try Tensor.check(target)
    var result = Tensor.uninitialized(target)
    let out = result.mutableBase
    Threads.parallel(axes.outer * axes.inner, grain: rowGrain(axes.extent)) { lines in
      for line in lines {
        let start = axes.offset(line / axes.inner, 0, line % axes.inner)
        let values = Line(start: base + start, count: axes.extent, stride: axes.inner)
        out[line] = Float(body(values))
      }
    }
    return result
  }

  /// Σ of everything up to each element.
  package func cumsum(axis: Int? = nil) throws(TensorError) -> Tensor {
    let axes = try Axes(shape, axis: axis)
    let target = axis == nil ? [count] : shape
    try Tensor.check(target)
    return Tensor(shape: target) { out in
      for line in 0..<axes.outer * axes.inner where !Interrupt.isRaised {
        var sum = 0.0
        for index in 0..<axes.extent {
          let element = axes.offset(line / axes.inner, index, line % axes.inner)
          sum += Double(base[element])
          out[element] = Float(sum)
        }
      }
    }
  }

  /// exp x / Σ exp x along an axis, by default the last; or its logarithm.
  package func softmax(axis: Int = -1, logarithm: Bool = false) throws(TensorError) -> Tensor {
    guard rank > 0 else { return .scalar(logarithm ? 0 : 1) }
    let axes = try Axes(shape, axis: axis)
    try Tensor.check(shape)
    var result = self
    let out = result.mutableBase
    Threads.parallel(axes.outer * axes.inner, grain: rowGrain(axes.extent)) { lines in
      for line in lines {
        let start = axes.offset(line / axes.inner, 0, line % axes.inner)
        let values = Line(start: base + start, count: axes.extent, stride: axes.inner)
        let sum = values.logSumExp
        for index in 0..<axes.extent {
          let shifted = values[index] - sum
          out[start + index * axes.inner] = Float(logarithm ? shifted : exponential(shifted))
        }
      }
    }
    return result
  }
}
