/// What can be wrong with the shapes of arrays, in the same words for lists and for tensors.
extension Fault {
  package static func shapesDiffer(_ operation: String, _ a: [Int], _ b: [Int]) -> Fault {
    Fault(
      "`\(operation)` of shapes \(a) and \(b)",
      hint: operation == "@" || operation == "matmul"
        ? "the last size of the left must equal the first of the right"
        : "sizes must agree, or be 1, counted from the right")
  }

  package static func axisOutOfRange(_ axis: Int, _ shape: [Int]) -> Fault {
    Fault(
      "axis \(axis) is out of range for shape \(shape)",
      hint: shape.isEmpty ? "a scalar has no axes" : "valid: 0 to \(shape.count - 1)")
  }

  package static func repeatedAxis(_ axis: Int, _ axes: [Int]) -> Fault {
    Fault("axis \(axis) appears twice in \(axes)")
  }

  package static func cannotReshape(_ from: [Int], _ to: [Int]) -> Fault {
    Fault("\(from) can't be reshaped to \(to)", hint: "it has \(from.reduce(1, *)) elements")
  }

  package static func wrongRank(_ operation: String, _ expected: [Int], _ shape: [Int]) -> Fault {
    Fault(
      "`\(operation)` takes \(expected.map(String.init).joined(separator: " or ")) axes, "
        + "shape \(shape) has \(shape.count)")
  }

  package static func indexOutOfRange(_ index: Int, _ extent: Int, _ axis: Int) -> Fault {
    Fault(
      "index \(index) is out of range for axis \(axis)"
        + (extent == 0 ? "" : " (valid: 0 to \(extent - 1))"),
      hint: extent == 0 ? "the axis is empty" : nil)
  }

  package static func noElements(_ operation: String, _ shape: [Int]) -> Fault {
    Fault("`\(operation)` of no elements: the shape is \(shape)")
  }

  package static func countOutOfRange(
    _ operation: String, _ count: Int, _ allowed: ClosedRange<Int>
  ) -> Fault {
    Fault(
      "`\(operation)` can't give \(count)",
      hint: "from \(allowed.lowerBound) to \(allowed.upperBound)")
  }

  package static func negativeExtent(_ shape: [Int]) -> Fault {
    Fault("shape \(shape) has a negative size", hint: "sizes count from 0")
  }
}
