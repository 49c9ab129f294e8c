/// The same values in another order or arrangement.
extension Tensor {
  /// One extent may be −1: it takes the elements that are left.
  package func reshape(_ target: [Int]) throws(TensorError) -> Tensor {
    let open = target.indices.filter { target[$0] == -1 }
    guard open.count <= 1 else { throw .cannotReshape(from: shape, to: target) }
    var shape = target
    if let axis = open.first {
      shape[axis] = 1
      let known = try Tensor.check(shape)
      guard known > 0, count % known == 0 else {
        throw .cannotReshape(from: self.shape, to: target)
      }
      shape[axis] = count / known
    }
    guard try Tensor.check(shape) == count else {
      throw .cannotReshape(from: self.shape, to: target)
    }
    return reshaped(shape)
  }

  /// Axis i of the result is axis axes[i] of this; all reversed where none are given.
  package func permute(_ axes: [Int]? = nil) throws(TensorError) -> Tensor {
    var order: [Int] = []
    for axis in axes ?? shape.indices.reversed() {
      let resolved = try Axes.resolve(axis, shape)
      guard !order.contains(resolved) else { throw .repeatedAxis(axis: axis, axes: axes ?? []) }
      order.append(resolved)
    }
    guard order.count == rank else {
      throw .wrongRank(operation: "permute", expected: [order.count], shape: shape)
    }
    if order == [1, 0] { return transposedMatrix() }
    return strided(start: 0, order.map { shape[$0] }, order.map { rowMajorStrides[$0] })
  }

  /// Without an axis of extent 1, or without all of them.
  package func squeeze(axis: Int? = nil) throws(TensorError) -> Tensor {
    guard let axis else { return reshaped(shape.filter { $0 != 1 }) }
    let resolved = try Axes.resolve(axis, shape)
    guard shape[resolved] == 1 else {
      throw .shapesDiffer(operation: "squeeze", shape, [1])
    }
    var target = shape
    target.remove(at: resolved)
    return reshaped(target)
  }

  /// With an axis of extent 1 inserted before `axis`.
  package func unsqueeze(axis: Int) throws(TensorError) -> Tensor {
    let resolved = axis < 0 ? axis + rank + 1 : axis
    guard (0...rank).contains(resolved) else { throw .axisOutOfRange(axis: axis, shape: shape) }
    var target = shape
    target.insert(1, at: resolved)
    return reshaped(target)
  }

  package static func concat(_ tensors: [Tensor], axis: Int = 0) throws(TensorError) -> Tensor {
    guard let first = tensors.first else { throw .nothingToJoin(operation: "concat") }
    let axis = try Axes.resolve(axis, first.shape)
    var extent = 0
    for tensor in tensors {
      var (a, b) = (first.shape, tensor.shape)
      guard a.count == b.count else { throw .shapesDiffer(operation: "concat", a, b) }
      extent += tensor.shape[axis]
      (a[axis], b[axis]) = (0, 0)
      guard a == b else { throw .shapesDiffer(operation: "concat", first.shape, tensor.shape) }
    }
    var target = first.shape
    target[axis] = extent
    try check(target)
    let outer = target[..<axis].reduce(1, *)
    let inner = target[(axis + 1)...].reduce(1, *)
    return Tensor(shape: target) { out in
      guard var next = out.baseAddress else { return }
      for index in 0..<outer {
        for tensor in tensors {
          let length = tensor.shape[axis] * inner
          next.update(from: tensor.base + index * length, count: length)
          next += length
        }
      }
    }
  }

  /// Tensors of one shape along a new axis.
  package static func stack(_ tensors: [Tensor], axis: Int = 0) throws(TensorError) -> Tensor {
    guard !tensors.isEmpty else { throw .nothingToJoin(operation: "stack") }
    var raised: [Tensor] = []
    for tensor in tensors {
      guard tensor.shape == tensors[0].shape else {
        throw .shapesDiffer(operation: "stack", tensors[0].shape, tensor.shape)
      }
      raised.append(try tensor.unsqueeze(axis: axis))
    }
    return try concat(raised, axis: axis)
  }

  /// Equal parts along an axis.
  package func split(_ parts: Int, axis: Int = 0) throws(TensorError) -> [Tensor] {
    let axis = try Axes.resolve(axis, shape)
    guard parts > 0, shape[axis] % parts == 0 else {
      throw .cannotSplit(extent: shape[axis], parts: parts)
    }
    var target = shape
    target[axis] /= parts
    try Tensor.check(shape)
    return (0..<parts).map {
      strided(start: $0 * target[axis] * rowMajorStrides[axis], target, rowMajorStrides)
    }
  }

  var rowMajorStrides: [Int] {
    var step = 1
    return shape.reversed().map { extent in
      defer { step *= max(1, extent) }
      return step
    }.reversed()
  }

  /// A copy of the elements start + Σ index · stride. The result's size has been checked.
  func strided(start: Int, _ target: [Int], _ strides: [Int]) -> Tensor {
    Tensor(shape: target) { out in
      guard !out.isEmpty else { return }
      let width = target.last ?? 1
      let step = strides.last ?? 1
      var index = Array(repeating: 0, count: max(0, target.count - 1))
      for row in 0..<out.count / width {
        var offset = start
        for axis in index.indices { offset += index[axis] * strides[axis] }
        for i in 0..<width { out[row * width + i] = base[offset + i * step] }
        for axis in index.indices.reversed() {
          index[axis] += 1
          if index[axis] < target[axis] { break }
          index[axis] = 0
        }
      }
    }
  }
}
