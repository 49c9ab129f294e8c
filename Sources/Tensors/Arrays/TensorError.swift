/// What can be wrong with the shapes and indexes that a user gives to array functions.
package enum TensorError: Error, Equatable, Sendable {
  /// Two shapes that don't go together; `operation` is the function's name or operator.
  case shapesDiffer(operation: String, [Int], [Int])
  case axisOutOfRange(axis: Int, shape: [Int])
  case repeatedAxis(axis: Int, axes: [Int])
  /// Too many elements, or more memory than the machine has to give.
  case tooLarge(shape: [Int])
  case negativeExtent(shape: [Int])
  case cannotReshape(from: [Int], to: [Int])
  case wrongRank(operation: String, expected: [Int], shape: [Int])
  case indexOutOfRange(index: Int, extent: Int, axis: Int)
  case tooManyIndexes(count: Int, shape: [Int])
  /// A reduction that is not defined for no elements, as `max`.
  case empty(operation: String, shape: [Int])
  case nothingToJoin(operation: String)
  case countOutOfRange(operation: String, count: Int, allowed: ClosedRange<Int>)
  case cannotSplit(extent: Int, parts: Int)
  /// Nested lists whose rows have different lengths.
  case ragged(expected: [Int], found: [Int])
  case zeroStep(operation: String)
  case notANumber(operation: String, value: Double)
}
