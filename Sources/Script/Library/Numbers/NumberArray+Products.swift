/// Products of vectors and matrices.
extension NumberArray {
  /// a @ b: vectors and matrices, and stacks of matrices whose leading axes broadcast.
  func matmul(_ other: NumberArray) throws -> NumberArray {
    for array in [self, other] where array.rank == 0 {
      throw Fault.wrongRank("matmul", [1, 2, 3], array.shape)
    }
    // A vector is a row on the left and a column on the right, and that axis goes again.
    let left = rank == 1 ? try unsqueeze(0) : self
    let right = other.rank == 1 ? try other.unsqueeze(1) : other
    let (m, k) = (left.shape[left.rank - 2], left.shape[left.rank - 1])
    let n = right.shape[right.rank - 1]
    guard right.shape[right.rank - 2] == k else {
      throw Fault.shapesDiffer("matmul", shape, other.shape)
    }
    let batch = try Self.broadcast(
      "matmul", Array(left.shape.dropLast(2)), Array(right.shape.dropLast(2)))
    let target = batch + (rank > 1 ? [m] : []) + (other.rank > 1 ? [n] : [])
    let a = try left.broadcast(to: batch + [m, k]).elements
    let b = try right.broadcast(to: batch + [k, n]).elements
    var result = Array(repeating: 0.0, count: try Self.count(of: target))
    for index in 0..<batch.reduce(1, *) {
      for row in 0..<m {
        for inner in 0..<k {
          let factor = a[(index * m + row) * k + inner]
          let (from, to) = ((index * k + inner) * n, (index * m + row) * n)
          for column in 0..<n { result[to + column] += factor * b[from + column] }
        }
      }
    }
    return NumberArray(target, result)
  }

  func dot(_ other: NumberArray) throws -> Double {
    for array in [self, other] where array.rank != 1 {
      throw Fault.wrongRank("dot", [1], array.shape)
    }
    guard shape == other.shape else { throw Fault.shapesDiffer("dot", shape, other.shape) }
    return zip(elements, other.elements).map { $0 * $1 }.accurateSum
  }

  func outer(_ other: NumberArray) throws -> NumberArray {
    for array in [self, other] where array.rank != 1 {
      throw Fault.wrongRank("outer", [1], array.shape)
    }
    return try unsqueeze(1).combined(other, "outer") { $0 * $1 }
  }

  /// The cosine between vectors, or every pair of two matrices' rows; a zero vector is at right
  /// angles to everything.
  func cosine(_ other: NumberArray) throws -> NumberArray {
    for array in [self, other] where array.rank != 1 && array.rank != 2 {
      throw Fault.wrongRank("cosine", [1, 2], array.shape)
    }
    let width = shape[rank - 1]
    guard width == other.shape[other.rank - 1] else {
      throw Fault.shapesDiffer("cosine", shape, other.shape)
    }
    let target = shape.dropLast() + other.shape.dropLast()
    try Self.count(of: Array(target))
    func units(_ array: NumberArray) -> [[Double]] {
      (0..<array.shape.dropLast().reduce(1, *)).map { row in
        let values = Array(array.elements[row * width..<(row + 1) * width])
        let norm = values.norm
        return norm == 0 ? values : values.map { $0 / norm }
      }
    }
    let (left, right) = (units(self), units(other))
    return NumberArray(
      Array(target),
      left.flatMap { a in right.map { b in zip(a, b).map { $0 * $1 }.accurateSum } })
  }
}
