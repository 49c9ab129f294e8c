/// The weight matrix of a linear layer, y = x·W (+ b), with K inputs and N outputs.
package final class LinearWeight {
  /// How the values are stored: [K, N] as in GPT-2's Conv1D, or [N, K] as in torch's Linear.
  package enum Orientation: Sendable { case inputOutput, outputInput }

  package let inputs: Int
  package let outputs: Int
  let values: Values
  let orientation: Orientation

  enum Values {
    case frozen(FrozenMatrix)
    case trainable(Variable)
  }

  package init(frozen matrix: FrozenMatrix, orientation: Orientation) {
    values = .frozen(matrix)
    self.orientation = orientation
    (inputs, outputs) = orientation.extents(matrix.shape)
  }

  package init(trainable: Variable, orientation: Orientation) {
    precondition(trainable.shape.count == 2, "a weight is a matrix, not \(trainable.shape)")
    values = .trainable(trainable)
    self.orientation = orientation
    (inputs, outputs) = orientation.extents(trainable.shape)
  }

  package var frozen: FrozenMatrix? {
    if case .frozen(let matrix) = values { matrix } else { nil }
  }

  var variable: Variable? {
    if case .trainable(let variable) = values { variable } else { nil }
  }

  /// y [m, n] = x [m, K] · W + bias for a stretch of the outputs; `bias` has the stretch's values.
  func multiply(
    _ x: MatrixView<Float>, outputs: Range<Int>, bias: UnsafePointer<Float>?,
    into y: UnsafeMutablePointer<Float>, m: Int
  ) {
    multiply(
      x, outputs: outputs, isBackward: false, start: bias.map { .bias($0) } ?? .nothing, into: y,
      stride: outputs.count, m: m)
  }

  /// dx [m, K] (+)= dy [m, n] · Wᵀ for a stretch of the outputs.
  func multiplyTransposed(
    _ dy: MatrixView<Float>, outputs: Range<Int>, into dx: UnsafeMutablePointer<Float>, m: Int,
    adds: Bool
  ) {
    multiply(
      dy, outputs: outputs, isBackward: true, start: adds ? .result : .nothing, into: dx,
      stride: inputs, m: m)
  }

  private func multiply(
    _ a: MatrixView<Float>, outputs range: Range<Int>, isBackward: Bool, start: Summand,
    into c: UnsafeMutablePointer<Float>, stride: Int, m: Int
  ) {
    let isByInput = orientation == .inputOutput
    let (rows, columns) = isByInput ? (0..<inputs, range) : (range, 0..<inputs)
    let part = MatrixPart(rows: rows, columns: columns, isTransposed: isByInput == isBackward)
    switch values {
    case .frozen(let matrix):
      matrix.multiply(a, by: part, start: start, into: c, stride: stride, m: m)
    case .trainable(let variable):
      let (n, k) = (part.n, part.k)
      Kernels.matmul(
        a, part.view(of: variable.value.base, width: variable.shape[1]), into: c, stride: stride,
        m: m, n: n, k: k, beta: start.fill(c, stride, m: m, n: n) ? 1 : 0)
    }
  }

  /// dW += xᵀ·dy for a stretch of the outputs, stored as W is. x [M, K], dy [M, n].
  func addGradient(x: Tensor, dy: Tensor, outputs range: Range<Int>) {
    guard let variable, let slot = variable.slot else { return }
    let (left, right) = orientation == .inputOutput ? (x, dy) : (dy, x)
    let (rows, columns) = (left.shape[1], right.shape[1])
    let width = variable.shape[1]
    let offset =
      orientation == .inputOutput ? range.lowerBound : range.lowerBound * width
    let isWhole = range.count == outputs
    let write: (UnsafeMutablePointer<Float>, Bool) -> Void = { sum, isFresh in
      Kernels.matmul(
        MatrixView(start: left.base, stride: rows, isTransposed: true),
        MatrixView(start: right.base, stride: columns), into: sum + offset, stride: width, m: rows,
        n: columns, k: x.shape[0], beta: isFresh ? 0 : 1)
    }
    if isWhole {
      slot.write(variable.shape, write)
    } else {
      slot.add(variable.shape) { write($0, false) }
    }
    withExtendedLifetime((x, dy)) {}
  }
}

extension LinearWeight.Orientation {
  fileprivate func extents(_ shape: [Int]) -> (inputs: Int, outputs: Int) {
    self == .inputOutput ? (shape[0], shape[1]) : (shape[1], shape[0])
  }
}
