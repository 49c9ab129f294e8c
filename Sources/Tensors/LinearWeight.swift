import CKernels

/// The weight matrix of a linear layer, y = x·W (+ b), with K inputs and N outputs.
///
/// A frozen one lies as [K, N] for the forward product and, once backward has asked, as [N, K] too:
/// oneDNN is slow (a quarter of its rate at few rows) where it has to transpose the weights itself.
package final class LinearWeight {
  /// How the values are given: [K, N] as in GPT-2's Conv1D, or [N, K] as in torch's Linear.
  package enum Orientation: Sendable { case inputOutput, outputInput }

  package let inputs: Int
  package let outputs: Int

  enum Values {
    /// [K, N], and where [N, K] comes from.
    case frozen(Tensor, transposed: () -> Tensor)
    case trainable(Variable, Orientation)
  }

  let values: Values
  private var transposed: Tensor?

  /// - Parameter rows: gives some rows of the matrix; all are asked for once now, a few at a time where
  ///   they have to be transposed, and once more only where backward wants the other form.
  package init(
    frozen rows: @escaping (Range<Int>) -> Tensor, shape: [Int], orientation: Orientation
  ) {
    precondition(shape.count == 2, "a weight has two dimensions, not \(shape)")
    switch orientation {
    case .inputOutput:
      (inputs, outputs) = (shape[0], shape[1])
      let given = rows(0..<shape[0])
      values = .frozen(given, transposed: { given.transposedMatrix() })
    case .outputInput:
      (inputs, outputs) = (shape[1], shape[0])
      values = .frozen(
        .transposed(rows, shape: shape), transposed: { rows(0..<shape[0]) })
    }
  }

  package init(trainable: Variable, orientation: Orientation) {
    let shape = trainable.shape
    precondition(shape.count == 2, "a weight has two dimensions, not \(shape)")
    inputs = orientation == .inputOutput ? shape[0] : shape[1]
    outputs = orientation == .inputOutput ? shape[1] : shape[0]
    values = .trainable(trainable, orientation)
  }

  var variable: Variable? {
    if case .trainable(let variable, _) = values { variable } else { nil }
  }

  /// W as the right-hand side of y = x·W.
  func forward() -> (Tensor, isTransposed: Bool) {
    switch values {
    case .frozen(let weight, _): (weight, false)
    case .trainable(let variable, let orientation): (variable.value, orientation == .outputInput)
    }
  }

  /// Wᵀ as the right-hand side of dx = dy·Wᵀ.
  func backward() -> (Tensor, isTransposed: Bool) {
    switch values {
    case .frozen(_, let source):
      if transposed == nil { transposed = source() }
      return (transposed ?? source(), false)
    case .trainable(let variable, let orientation):
      return (variable.value, orientation == .inputOutput)
    }
  }
}

extension Tensor {
  /// [R, C] → [C, R], from some rows at a time, so that the two forms never stand beside each other.
  fileprivate static func transposed(
    _ rows: (Range<Int>) -> Tensor, shape: [Int]
  ) -> Tensor {
    let (count, width) = (shape[0], shape[1])
    var result = Tensor.uninitialized([width, count])
    let out = result.mutableBase
    let height = max(64, (1 << 20) / max(1, width))
    for start in stride(from: 0, to: count, by: height) {
      let range = start..<min(start + height, count)
      let block = rows(range)
      precondition(block.shape == [range.count, width], "\(block.shape) for rows \(range)")
      Threads.parallel(range.count, grain: max(16, rowGrain(width))) { part in
        kernel_transpose(
          block.base + part.lowerBound * width, width, out + start + part.lowerBound, count,
          part.count, width)
      }
      withExtendedLifetime(block) {}
    }
    return result
  }

  /// Some rows of a matrix, `[range.count, C]`.
  package func rows(_ range: Range<Int>) -> Tensor {
    precondition(rank == 2, "rows wants two dimensions, not \(shape)")
    let width = shape[1]
    return withValues { values in
      Tensor(
        Array(values[range.lowerBound * width..<range.upperBound * width]),
        shape: [range.count, width])
    }
  }

  /// [R, C] → [C, R].
  func transposedMatrix() -> Tensor {
    precondition(rank == 2, "transposedMatrix wants two dimensions, not \(shape)")
    let (rows, columns) = (shape[0], shape[1])
    var result = Tensor.uninitialized([columns, rows])
    let out = result.mutableBase
    Threads.parallel(rows, grain: max(16, rowGrain(columns))) { range in
      kernel_transpose(
        base + range.lowerBound * columns, columns, out + range.lowerBound, rows, range.count,
        columns)
    }
    return result
  }
}
