extension Tensor {
  /// Some rows of a matrix, `[range.count, C]`.
  package func rows(_ range: Range<Int>) -> Tensor {
    precondition(rank == 2 && range.upperBound <= shape[0], "rows \(range) of \(shape)")
    let width = shape[1]
    return withValues { values in
      Tensor(shape: [range.count, width]) { out in
        _ = out.update(fromContentsOf: values[range.lowerBound * width..<range.upperBound * width])
      }
    }
  }

  /// [R, C] → [C, R].
  func transposedMatrix() -> Tensor {
    precondition(rank == 2, "a matrix has two dimensions, not \(shape)")
    let (rows, columns) = (shape[0], shape[1])
    var result = Tensor.uninitialized([columns, rows])
    Kernels.transpose(base, into: result.mutableBase, rows: rows, columns: columns)
    return result
  }
}
