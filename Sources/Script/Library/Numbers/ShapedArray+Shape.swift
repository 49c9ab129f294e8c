/// The same elements in another order or arrangement.
extension ShapedArray {
  /// One extent may be −1: it takes the elements that are left.
  func reshape(_ target: [Int]) throws -> ShapedArray {
    var shape = target
    let open = target.indices.filter { target[$0] == -1 }
    if open.count == 1 {
      shape[open[0]] = 1
      let known = try Self.count(of: shape)
      guard known > 0, elements.count % known == 0 else {
        throw Fault.cannotReshape(self.shape, target)
      }
      shape[open[0]] = elements.count / known
    }
    guard open.count < 2, try Self.count(of: shape) == elements.count else {
      throw Fault.cannotReshape(self.shape, target)
    }
    return ShapedArray(shape, elements)
  }

  /// Axis i of the result is axis axes[i] of this; all reversed where none are given.
  func transpose(_ axes: [Int] = []) throws -> ShapedArray {
    guard axes.isEmpty || axes.count == rank else {
      throw Fault.wrongRank("transpose", [axes.count], shape)
    }
    var order: [Int] = []
    for axis in axes.isEmpty ? shape.indices.reversed() : axes {
      let resolved = try Self.resolve(axis, shape)
      guard !order.contains(resolved) else { throw Fault.repeatedAxis(axis, axes) }
      order.append(resolved)
    }
    var (strides, step) = (shape, 1)
    for axis in shape.indices.reversed() {
      strides[axis] = step
      step *= shape[axis]
    }
    return strided(order.map { shape[$0] }, order.map { strides[$0] })
  }

  /// Without an axis of extent 1, or without all of them.
  func squeeze(_ axis: Int?) throws -> ShapedArray {
    guard let axis else { return ShapedArray(shape.filter { $0 != 1 }, elements) }
    let resolved = try Self.resolve(axis, shape)
    guard shape[resolved] == 1 else { throw Fault.shapesDiffer("squeeze", shape, [1]) }
    var target = shape
    target.remove(at: resolved)
    return ShapedArray(target, elements)
  }

  /// With an axis of extent 1 before `axis`.
  func unsqueeze(_ axis: Int) throws -> ShapedArray {
    let resolved = axis < 0 ? axis + rank + 1 : axis
    guard (0...rank).contains(resolved) else { throw Fault.axisOutOfRange(axis, shape) }
    var target = shape
    target.insert(1, at: resolved)
    return ShapedArray(target, elements)
  }

  /// The entries at `indices` along an axis; negative ones count from the end.
  func take(_ indices: [Int], axis: Int) throws -> ShapedArray {
    let resolved = try Self.resolve(axis, shape)
    let extent = shape[resolved]
    let positions = try indices.map { index in
      let position = index < 0 ? index + extent : index
      guard position >= 0, position < extent else {
        throw Fault.indexOutOfRange(index, extent, resolved)
      }
      return position
    }
    return try lines(axis: axis, count: positions.count) { line in positions.map { line[$0] } }
  }

  /// One after the other along an axis.
  static func concat(_ arrays: [ShapedArray], axis: Int) throws -> ShapedArray {
    guard let first = arrays.first else {
      throw Fault("`concat` got nothing to join", hint: "concat(a, b)")
    }
    let resolved = try resolve(axis, first.shape)
    for array in arrays {
      var (a, b) = (first.shape, array.shape)
      guard a.count == b.count else { throw Fault.shapesDiffer("concat", a, b) }
      (a[resolved], b[resolved]) = (0, 0)
      guard a == b else { throw Fault.shapesDiffer("concat", first.shape, array.shape) }
    }
    var target = first.shape
    target[resolved] = arrays.reduce(0) { $0 + $1.shape[resolved] }
    var elements: [Element] = []
    elements.reserveCapacity(try count(of: target))
    for outer in 0..<target[..<resolved].reduce(1, *) {
      for array in arrays {
        let length = array.shape[resolved...].reduce(1, *)
        elements += array.elements[outer * length..<(outer + 1) * length]
      }
    }
    return ShapedArray(target, elements)
  }

  /// Arrays of one shape under a new axis.
  static func stack(_ arrays: [ShapedArray], axis: Int) throws -> ShapedArray {
    guard let first = arrays.first else {
      throw Fault("`stack` got nothing to join", hint: "stack(a, b)")
    }
    return try concat(
      arrays.map { array in
        guard array.shape == first.shape else {
          throw Fault.shapesDiffer("stack", first.shape, array.shape)
        }
        return try array.unsqueeze(axis)
      }, axis: axis)
  }
}
