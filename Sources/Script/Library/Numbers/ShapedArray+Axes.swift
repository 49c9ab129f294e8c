extension ShapedArray {
  /// The array seen as [outer, extent, inner] around one axis, or as one long axis for none.
  struct Lines {
    let outer: Int
    let extent: Int
    let inner: Int
    private let shape: [Int]
    private let axis: Int?

    init(_ shape: [Int], axis: Int?) throws {
      self.shape = shape
      guard let axis else {
        (outer, extent, inner, self.axis) = (1, shape.reduce(1, *), 1, nil)
        return
      }
      let resolved = try ShapedArray.resolve(axis, shape)
      outer = shape[..<resolved].reduce(1, *)
      extent = shape[resolved]
      inner = shape[(resolved + 1)...].reduce(1, *)
      self.axis = resolved
    }

    func offset(_ outer: Int, _ index: Int, _ inner: Int) -> Int {
      (outer * extent + index) * self.inner + inner
    }

    /// The shape with another extent on the axis.
    func resized(_ extent: Int) -> [Int] {
      guard let axis else { return [extent] }
      var result = shape
      result[axis] = extent
      return result
    }

    /// The shape without the axis, or with an extent of 1.
    func reduced(keepDims: Bool) -> [Int] {
      guard let axis else { return keepDims ? shape.map { _ in 1 } : [] }
      var result = resized(1)
      if !keepDims { result.remove(at: axis) }
      return result
    }
  }

  /// An axis counted from the front, from one that may count from the back.
  static func resolve(_ axis: Int, _ shape: [Int]) throws -> Int {
    let resolved = axis < 0 ? axis + shape.count : axis
    guard shape.indices.contains(resolved) else { throw Fault.axisOutOfRange(axis, shape) }
    return resolved
  }

  /// One element for each line along an axis, or for all elements.
  func reduce<Result>(
    axis: Int?, keepDims: Bool = false, _ body: ([Element]) throws -> Result
  ) throws -> ShapedArray<Result> {
    let lines = try Lines(shape, axis: axis)
    var results: [Result] = []
    results.reserveCapacity(lines.outer * lines.inner)
    for outer in 0..<lines.outer {
      for inner in 0..<lines.inner {
        results.append(try body(line(lines, outer, inner)))
      }
    }
    return ShapedArray<Result>(lines.reduced(keepDims: keepDims), results)
  }

  /// Lines of `count` elements in place of those along an axis.
  func lines<Result>(
    axis: Int?, count: Int? = nil, _ body: ([Element]) throws -> [Result]
  ) throws -> ShapedArray<Result> {
    let lines = try Lines(shape, axis: axis)
    let count = count ?? lines.extent
    let target = lines.resized(count)
    try Self.count(of: target)
    let results = try (0..<lines.outer * lines.inner).map {
      try body(line(lines, $0 / lines.inner, $0 % lines.inner))
    }
    var elements: [Result] = []
    elements.reserveCapacity(results.count * count)
    for outer in 0..<lines.outer {
      for index in 0..<count {
        for inner in 0..<lines.inner {
          elements.append(results[outer * lines.inner + inner][index])
        }
      }
    }
    return ShapedArray<Result>(target, elements)
  }

  private func line(_ lines: Lines, _ outer: Int, _ inner: Int) -> [Element] {
    if lines.inner == 1 {
      return Array(elements[outer * lines.extent..<(outer + 1) * lines.extent])
    }
    return (0..<lines.extent).map { elements[lines.offset(outer, $0, inner)] }
  }
}
