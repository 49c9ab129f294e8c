import Script
import Tensors

extension TensorError {
  /// The fault in a person's words.
  var fault: Fault {
    switch self {
    case .shapesDiffer(let operation, let a, let b):
      Fault(
        "`\(operation)` of shapes \(a) and \(b)",
        hint: operation == "@" || operation == "matmul"
          ? "the last size of the left must equal the first of the right"
          : "sizes must agree, or be 1, counted from the right")
    case .axisOutOfRange(let axis, let shape):
      Fault(
        "axis \(axis) is out of range for shape \(shape)",
        hint: shape.isEmpty ? "a scalar has no axes" : "valid: 0 to \(shape.count - 1)")
    case .repeatedAxis(let axis, let axes): Fault("axis \(axis) appears twice in \(axes)")
    case .tooLarge(let shape):
      Fault(
        "a tensor of shape \(shape) is too large",
        hint: "it doesn't fit in this machine's memory")
    case .negativeExtent(let shape):
      Fault("shape \(shape) has a negative size", hint: "sizes count from 0")
    case .cannotReshape(let from, let to):
      Fault(
        "\(from) can't be reshaped to \(to)",
        hint: "it has \(from.reduce(1, *)) elements")
    case .wrongRank(let operation, let expected, let shape):
      Fault(
        "`\(operation)` takes \(expected.map(String.init).joined(separator: " or ")) axes, "
          + "shape \(shape) has \(shape.count)")
    case .indexOutOfRange(let index, let extent, let axis):
      Fault(
        "index \(index) is out of range for axis \(axis)"
          + (extent == 0 ? "" : " (valid: 0 to \(extent - 1))"),
        hint: extent == 0 ? "the axis is empty" : nil)
    case .tooManyIndexes(let count, let shape):
      Fault(
        "\(count) indices for a tensor of shape \(shape)",
        hint: "it has \(shape.count) \(shape.count == 1 ? "axis" : "axes")")
    case .empty(let operation, let shape):
      Fault("`\(operation)` of no elements: the shape is \(shape)")
    case .nothingToJoin(let operation):
      Fault("`\(operation)` got no tensors", hint: "\(operation)(a, b)")
    case .countOutOfRange(let operation, let count, let allowed):
      Fault(
        "`\(operation)` can't give \(count)",
        hint: "from \(allowed.lowerBound) to \(allowed.upperBound)")
    case .cannotSplit(let extent, let parts): Fault("\(extent) can't be split into \(parts)")
    case .ragged(let expected, let found):
      Fault(
        "the rows differ: one has the shape \(expected), another \(found)",
        hint: "give every row the same number of elements")
    case .zeroStep(let operation):
      Fault("`\(operation)` has a step of 0", hint: "use another step, such as 1, 0.5 or -1")
    case .notANumber(let operation, let value): Fault("`\(operation)` can't use \(value)")
    }
  }
}
