import Script
import Tensors

extension TensorError {
  /// The fault in a person's words.
  var fault: Fault {
    switch self {
    case .shapesDiffer(let operation, let a, let b): .shapesDiffer(operation, a, b)
    case .axisOutOfRange(let axis, let shape): .axisOutOfRange(axis, shape)
    case .repeatedAxis(let axis, let axes): .repeatedAxis(axis, axes)
    case .tooLarge(let shape):
      Fault(
        "a tensor of shape \(shape) is too large",
        hint: "it doesn't fit in this machine's memory")
    case .negativeExtent(let shape): .negativeExtent(shape)
    case .cannotReshape(let from, let to): .cannotReshape(from, to)
    case .wrongRank(let operation, let expected, let shape):
      .wrongRank(operation, expected, shape)
    case .indexOutOfRange(let index, let extent, let axis): .indexOutOfRange(index, extent, axis)
    case .tooManyIndexes(let count, let shape):
      Fault(
        "\(count) indices for a tensor of shape \(shape)",
        hint: "it has \(shape.count) \(shape.count == 1 ? "axis" : "axes")")
    case .empty(let operation, let shape): .noElements(operation, shape)
    case .nothingToJoin(let operation):
      Fault("`\(operation)` got no tensors", hint: "\(operation)(a, b)")
    case .countOutOfRange(let operation, let count, let allowed):
      .countOutOfRange(operation, count, allowed)
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
