/// Products of vectors and matrices.
extension Tensor {
  /// a @ b: vectors and matrices, and stacks of matrices whose leading axes broadcast.
  package static func matmul(_ a: Tensor, _ b: Tensor) throws(TensorError) -> Tensor {
    guard a.rank > 0, b.rank > 0 else {
      let scalar = a.rank == 0 ? a : b
      throw .wrongRank(operation: "@", expected: [1, 2, 3], shape: scalar.shape)
    }
    // A vector is a row on the left and a column on the right, and that axis goes again.
    let left = a.rank == 1 ? a.reshaped([1] + a.shape) : a
    let right = b.rank == 1 ? b.reshaped(b.shape + [1]) : b
    let (m, k) = (left.shape[left.rank - 2], left.shape[left.rank - 1])
    let n = right.shape[right.rank - 1]
    guard right.shape[right.rank - 2] == k else {
      throw .shapesDiffer(operation: "@", a.shape, b.shape)
    }
    let batch = try batchShape(left, right, a.shape, b.shape)
    let (x, y) = (
      try left.broadcast(to: batch + [m, k]), try right.broadcast(to: batch + [k, n])
    )
    var target = batch
    if a.rank > 1 { target.append(m) }
    if b.rank > 1 { target.append(n) }
    try check(target)
    var result = k == 0 ? Tensor.zeros(target) : Tensor.uninitialized(target)
    guard k > 0 else { return result }
    let out = result.mutableBase
    for index in 0..<batch.reduce(1, *) {
      Kernels.matmul(
        MatrixView(start: x.base + index * m * k, stride: k),
        MatrixView(start: y.base + index * k * n, stride: n), into: out + index * m * n,
        stride: n, m: m, n: n, k: k)
    }
    return result
  }

  private static func batchShape(
    _ left: Tensor, _ right: Tensor, _ a: [Int], _ b: [Int]
  ) throws(TensorError) -> [Int] {
    do {
      return try Broadcast("@", Array(left.shape.dropLast(2)), Array(right.shape.dropLast(2))).shape
    } catch {
      // The whole shapes say more than their leading axes.
      if case .shapesDiffer = error { throw .shapesDiffer(operation: "@", a, b) }
      throw error
    }
  }

  /// Σ a·b of two vectors, in double.
  package static func dot(_ a: Tensor, _ b: Tensor) throws(TensorError) -> Tensor {
    for tensor in [a, b] where tensor.rank != 1 {
      throw .wrongRank(operation: "dot", expected: [1], shape: tensor.shape)
    }
    guard a.count == b.count else { throw .shapesDiffer(operation: "dot", a.shape, b.shape) }
    return .scalar(Float(Kernels.dot(a.base, b.base, count: a.count)))
  }

  /// a[i] · b[j] of two vectors. → [A, B]
  package static func outer(_ a: Tensor, _ b: Tensor) throws(TensorError) -> Tensor {
    for tensor in [a, b] where tensor.rank != 1 {
      throw .wrongRank(operation: "outer", expected: [1], shape: tensor.shape)
    }
    return try apply(.multiply, a.reshaped([a.count, 1]), b)
  }

  /// The cosine of the angle between vectors: [H] and [H] give one number, [A, H] and [H] give [A],
  /// [A, H] and [B, H] every pair, [A, B]. A zero vector is at right angles to everything.
  package static func cosine(_ a: Tensor, _ b: Tensor) throws(TensorError) -> Tensor {
    for tensor in [a, b] where tensor.rank != 1 && tensor.rank != 2 {
      throw .wrongRank(operation: "cosine", expected: [1, 2], shape: tensor.shape)
    }
    guard let width = a.shape.last, width == b.shape.last else {
      throw .shapesDiffer(operation: "cosine", a.shape, b.shape)
    }
    let rows = a.rank == 1 ? 1 : a.shape[0]
    let columns = b.rank == 1 ? 1 : b.shape[0]
    let target = Array(a.shape.dropLast()) + Array(b.shape.dropLast())
    try check(target)
    func norms(_ tensor: Tensor, _ count: Int) -> [Double] {
      (0..<count).map {
        Kernels.sumOfSquares(tensor.base + $0 * width, count: width).squareRoot()
      }
    }
    let (left, right) = (norms(a, rows), norms(b, columns))
    var result = Tensor.uninitialized(target)
    let out = result.mutableBase
    Threads.parallel(rows * columns, grain: rowGrain(width)) { range in
      for index in range {
        let (row, column) = (index / columns, index % columns)
        let size = left[row] * right[column]
        let product = Kernels.dot(a.base + row * width, b.base + column * width, count: width)
        out[index] = size == 0 ? 0 : Float(product / size)
      }
    }
    return result
  }
}
