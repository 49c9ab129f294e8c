extension Tape {
  /// P rows of x [P′, H], once for each of K tasks, times that task's factor columns[k]·rows[k] of
  /// rank R (Wang et al. 2023). columns [K, P′, R], rows [K, R, H] → [K·P, H].
  package func taskPrompts(
    _ x: Variable, columns: Variable, rows: Variable, range: Range<Int>
  ) -> Variable {
    let (length, width) = (x.shape[0], x.shape[1])
    let (tasks, rank) = (columns.shape[0], columns.shape[2])
    let (start, count) = (range.lowerBound, range.count)
    precondition(
      columns.shape == [tasks, length, rank] && rows.shape == [tasks, rank, width]
        && range.upperBound <= length, "factors \(columns.shape) · \(rows.shape) of \(x.shape)")
    var factors = Tensor.zeros([tasks * count, width])
    var result = Tensor.uninitialized([tasks * count, width])
    let (factor, out) = (factors.mutableBase, result.mutableBase)
    for task in 0..<tasks {
      Kernels.matmul(
        MatrixView(start: columns.value.base + (task * length + start) * rank, stride: rank),
        MatrixView(start: rows.value.base + task * rank * width, stride: width),
        into: factor + task * count * width, stride: width, m: count, n: width, k: rank)
      Kernels.multiply(
        factor + task * count * width, x.value.base + start * width,
        into: out + task * count * width, count: count * width)
    }
    let (shared, left, right, made) = (x.value, columns.value, rows.value, factors)
    return record(result, from: x, columns, rows) {
      [xSlot = x.slot, leftSlot = columns.slot, rightSlot = rows.slot] dy in
      xSlot?.add([length, width]) { sum in
        for task in 0..<tasks {
          let first = task * count * width
          Kernels.accumulateProduct(
            dy.base + first, made.base + first, into: sum + start * width, count: count * width)
        }
      }
      var forFactors = Tensor.uninitialized([tasks * count, width])
      let dFactors = forFactors.mutableBase
      for task in 0..<tasks {
        let first = task * count * width
        Kernels.multiply(
          dy.base + first, shared.base + start * width, into: dFactors + first,
          count: count * width)
      }
      leftSlot?.add([tasks, length, rank]) { sum in
        for task in 0..<tasks {
          Kernels.matmul(
            MatrixView(start: dFactors + task * count * width, stride: width),
            MatrixView(
              start: right.base + task * rank * width, stride: width, isTransposed: true),
            into: sum + (task * length + start) * rank, stride: rank, m: count, n: rank, k: width,
            beta: 1)
        }
      }
      rightSlot?.add([tasks, rank, width]) { sum in
        for task in 0..<tasks {
          Kernels.matmul(
            MatrixView(
              start: left.base + (task * length + start) * rank, stride: rank, isTransposed: true),
            MatrixView(start: dFactors + task * count * width, stride: width),
            into: sum + task * rank * width, stride: width, m: rank, n: width, k: count, beta: 1)
        }
      }
      withExtendedLifetime((forFactors, shared)) {}
    }
  }
}
