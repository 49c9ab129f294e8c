import Tensors

/// The smallest layer y = x·Wᵀ + b that sends given rows to given rows.
enum LeastSquares {
  /// The bias is the targets' mean; W = Rᵀ(XXᵀ + λ)⁻¹X for what is left, R. Exact up to λ's
  /// rounding where X has at least as many columns as rows, the nearest there is where it has
  /// fewer.
  /// - Parameters:
  ///   - x: `[P, K]`, its rows apart from each other.
  ///   - targets: `[P, N]`.
  /// - Returns: weight `[N, K]`, bias `[N]`.
  static func layer(from x: Tensor, to targets: Tensor) -> (weight: Tensor, bias: Tensor) {
    let (rows, inputs, outputs) = (x.shape[0], x.shape[1], targets.shape[1])
    let values = x.values.map { Double($0) }
    var bias = [Double](repeating: 0, count: outputs)
    var rest = targets.values.map { Double($0) }
    for (index, value) in rest.enumerated() { bias[index % outputs] += value / Double(rows) }
    for index in rest.indices { rest[index] -= bias[index % outputs] }

    var gram = [Double](repeating: 0, count: rows * rows)
    for i in 0..<rows {
      for j in 0...i {
        var sum = 0.0
        for k in 0..<inputs { sum += values[i * inputs + k] * values[j * inputs + k] }
        gram[i * rows + j] = sum
      }
    }
    let trace = (0..<rows).reduce(0.0) { $0 + gram[$1 * rows + $1] }
    for i in 0..<rows { gram[i * rows + i] += 1e-9 * trace / Double(rows) + 1e-30 }
    solve(&gram, &rest, rows: rows, columns: outputs)

    // W = Zᵀ·X with Z [P, N] solved; in double, for Z is large where X has too few columns.
    var weight: [Float] = []
    weight.reserveCapacity(outputs * inputs)
    var sum = [Double](repeating: 0, count: inputs)
    for output in 0..<outputs {
      for k in 0..<inputs { sum[k] = 0 }
      for row in 0..<rows {
        let factor = rest[row * outputs + output]
        for k in 0..<inputs { sum[k] += factor * values[row * inputs + k] }
      }
      weight += sum.lazy.map(Float.init)
    }
    return (
      Tensor(weight, shape: [outputs, inputs]), Tensor(bias.map(Float.init), shape: [outputs])
    )
  }

  /// Solves A·Z = B in place by Cholesky's decomposition. A `[P, P]`, its lower half given and
  /// positive definite; B `[P, N]` becomes Z.
  private static func solve(
    _ a: inout [Double], _ b: inout [Double], rows: Int, columns: Int
  ) {
    for j in 0..<rows {
      var pivot = a[j * rows + j]
      for k in 0..<j { pivot -= a[j * rows + k] * a[j * rows + k] }
      a[j * rows + j] = max(pivot, .leastNormalMagnitude).squareRoot()
      for i in j + 1..<max(rows, j + 1) {
        var sum = a[i * rows + j]
        for k in 0..<j { sum -= a[i * rows + k] * a[j * rows + k] }
        a[i * rows + j] = sum / a[j * rows + j]
      }
    }
    func subtract(_ factor: Double, row other: Int, from row: Int, in b: inout [Double]) {
      for column in 0..<columns {
        b[row * columns + column] -= factor * b[other * columns + column]
      }
    }
    func divide(row: Int, in b: inout [Double]) {
      for column in 0..<columns { b[row * columns + column] /= a[row * rows + row] }
    }
    for i in 0..<rows {
      for k in 0..<i { subtract(a[i * rows + k], row: k, from: i, in: &b) }
      divide(row: i, in: &b)
    }
    for i in (0..<rows).reversed() {
      for k in i + 1..<max(rows, i + 1) { subtract(a[k * rows + i], row: k, from: i, in: &b) }
      divide(row: i, in: &b)
    }
  }
}
