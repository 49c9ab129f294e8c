/// A row-major array of doubles: the reference loops compute with it, so that they are more exact
/// than the kernels and can be differentiated numerically.
package struct ReferenceArray: Sendable {
  package var values: [Double]
  package let shape: [Int]

  package init(_ values: [Double], shape: [Int]) {
    precondition(values.count == shape.reduce(1, *), "\(values.count) values for \(shape)")
    self.values = values
    self.shape = shape
  }

  package init(_ tensor: Tensor) {
    self.init(tensor.values.map { Double($0) }, shape: tensor.shape)
  }

  package static func zeros(_ shape: [Int]) -> ReferenceArray {
    ReferenceArray(Array(repeating: 0, count: shape.reduce(1, *)), shape: shape)
  }

  /// Element of a matrix.
  package subscript(row: Int, column: Int) -> Double {
    get { values[row * shape[1] + column] }
    set { values[row * shape[1] + column] = newValue }
  }

  package var transposed: ReferenceArray {
    var result = ReferenceArray.zeros([shape[1], shape[0]])
    for row in 0..<shape[0] {
      for column in 0..<shape[1] { result[column, row] = self[row, column] }
    }
    return result
  }
}
