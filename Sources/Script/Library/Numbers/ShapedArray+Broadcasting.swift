extension ShapedArray {
  /// The shape of two broadcast together: aligned at the right, extents of 1 stretched.
  static func broadcast(_ operation: String, _ a: [Int], _ b: [Int]) throws -> [Int] {
    let rank = max(a.count, b.count)
    let left = Array(repeating: 1, count: rank - a.count) + a
    let right = Array(repeating: 1, count: rank - b.count) + b
    let shape = try zip(left, right).map { x, y in
      guard x == y || x == 1 || y == 1 else { throw Fault.shapesDiffer(operation, a, b) }
      return x == 1 ? y : x
    }
    try count(of: shape)
    return shape
  }

  func broadcast(to target: [Int], _ operation: String = "broadcast") throws -> ShapedArray {
    if shape == target { return self }
    guard try Self.broadcast(operation, shape, target) == target else {
      throw Fault.shapesDiffer(operation, shape, target)
    }
    var strides = Array(repeating: 0, count: target.count)
    var step = 1
    for axis in shape.indices.reversed() {
      strides[axis + target.count - rank] = shape[axis] == 1 ? 0 : step
      step *= shape[axis]
    }
    return strided(target, strides)
  }

  /// The elements Σ index · stride, for every index of a shape that has been checked.
  func strided(_ target: [Int], _ strides: [Int]) -> ShapedArray {
    let count = target.reduce(1, *)
    var result: [Element] = []
    result.reserveCapacity(count)
    var index = Array(repeating: 0, count: target.count)
    var offset = 0
    for _ in 0..<count {
      result.append(elements[offset])
      for axis in target.indices.reversed() {
        index[axis] += 1
        offset += strides[axis]
        if index[axis] < target[axis] { break }
        offset -= index[axis] * strides[axis]
        index[axis] = 0
      }
    }
    return ShapedArray(target, result)
  }

  func combined<Other, Result>(
    _ other: ShapedArray<Other>, _ operation: String, _ body: (Element, Other) throws -> Result
  ) throws -> ShapedArray<Result> {
    let shape = try Self.broadcast(operation, shape, other.shape)
    let (a, b) = (
      try broadcast(to: shape, operation), try other.broadcast(to: shape, operation)
    )
    return ShapedArray<Result>(shape, try zip(a.elements, b.elements).map(body))
  }
}
