/// The elements of nested lists whose rows all have one shape, in row-major order.
struct ShapedArray<Element> {
  let shape: [Int]
  let elements: [Element]

  var rank: Int { shape.count }

  /// The shape has been checked and fits the elements.
  init(_ shape: [Int], _ elements: [Element]) {
    self.shape = shape
    self.elements = elements
  }

  static func scalar(_ element: Element) -> ShapedArray { ShapedArray([], [element]) }

  func map<Result>(_ body: (Element) throws -> Result) rethrows -> ShapedArray<Result> {
    ShapedArray<Result>(shape, try elements.map(body))
  }

  /// Nested lists, or one value for a scalar.
  func value(_ leaf: (Element) -> Value) -> Value {
    func nested(_ axis: Int, _ start: Int) -> Value {
      guard axis < rank else { return leaf(elements[start]) }
      let size = shape[(axis + 1)...].reduce(1, *)
      return .list((0..<shape[axis]).map { nested(axis + 1, start + $0 * size) })
    }
    return nested(0, 0)
  }

  /// The position of an element as people count it: `2`, or `1, 0` in a nested list.
  func path(of offset: Int) -> String {
    var (rest, path) = (offset, [String]())
    for extent in shape.reversed() {
      path.append("\(rest % extent)")
      rest /= extent
    }
    return path.reversed().joined(separator: ", ")
  }
}

/// Numbers, computed in f64.
typealias NumberArray = ShapedArray<Double>

extension ShapedArray {
  /// How many elements a shape has; a fault where a list of them would be too long.
  @discardableResult
  static func count(of shape: [Int]) throws -> Int {
    if shape.contains(where: { $0 < 0 }) { throw Fault.negativeExtent(shape) }
    var (count, overflows) = (1, false)
    for extent in shape where !overflows {
      (count, overflows) = count.multipliedReportingOverflow(by: extent)
    }
    try Limits.checkList(shape.contains(0) ? 0 : (overflows ? .max : count))
    return shape.contains(0) ? 0 : count
  }
}
