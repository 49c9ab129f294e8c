/// A tensor seen as [outer, extent, inner] around one axis, or as one long axis where none is
/// named.
struct Axes {
  let outer: Int
  let extent: Int
  let inner: Int
  private let shape: [Int]
  private let axis: Int?

  init(_ shape: [Int], axis: Int?) throws(TensorError) {
    self.shape = shape
    guard let given = axis else {
      (outer, extent, inner, self.axis) = (1, shape.reduce(1, *), 1, nil)
      return
    }
    let axis = try Axes.resolve(given, shape)
    outer = shape[..<axis].reduce(1, *)
    extent = shape[axis]
    inner = shape[(axis + 1)...].reduce(1, *)
    self.axis = axis
  }

  /// An axis counted from the front, from one that may count from the back.
  static func resolve(_ axis: Int, _ shape: [Int]) throws(TensorError) -> Int {
    let resolved = axis < 0 ? axis + shape.count : axis
    guard shape.indices.contains(resolved) else {
      throw .axisOutOfRange(axis: axis, shape: shape)
    }
    return resolved
  }

  /// The shape once the axis is summed away.
  func reduced(keepDims: Bool) -> [Int] {
    guard let axis else { return keepDims ? shape.map { _ in 1 } : [] }
    var result = shape
    if keepDims { result[axis] = 1 } else { result.remove(at: axis) }
    return result
  }

  /// The shape with another extent on the axis.
  func resized(_ extent: Int) -> [Int] {
    guard let axis else { return [extent] }
    var result = shape
    result[axis] = extent
    return result
  }

  /// The offset of element `index` of the line through `outer` and `inner`.
  @inline(__always)
  func offset(_ outer: Int, _ index: Int, _ inner: Int) -> Int {
    (outer * extent + index) * self.inner + inner
  }
}
