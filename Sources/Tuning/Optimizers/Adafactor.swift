import Foundation
import Tensors

/// Adafactor (Shazeer and Stern 2018) with a given rate, as Lester et al. 2021 tune prompts with
/// it: factored second moments, decay exponent 0.8, update RMS clipped at 1, no first moment, no
/// scaling by the parameter.
final class Adafactor: Optimizer {
  private let decay: Double
  private var steps = 0
  private var rows: [Tensor] = []
  private var columns: [Tensor] = []

  init(decay: Double) {
    self.decay = decay
  }

  func update(_ parameters: [Variable], rate: Double) {
    if rows.isEmpty {
      rows = parameters.map { .zeros([Self.matrix($0.shape).rows]) }
      columns = parameters.map { .zeros([Self.matrix($0.shape).columns]) }
    }
    steps += 1
    let beta = Float(1 - pow(Double(steps), -0.8))
    for (index, parameter) in parameters.enumerated() {
      guard let gradient = parameter.gradient else { continue }
      update(
        parameter, gradient.values, row: &rows[index], column: &columns[index], beta: beta,
        rate: Float(rate))
    }
  }

  private func update(
    _ parameter: Variable, _ gradient: [Float], row: inout Tensor, column: inout Tensor,
    beta: Float, rate: Float
  ) {
    let (rowCount, columnCount) = Self.matrix(parameter.shape)
    var rowMeans = [Float](repeating: 0, count: rowCount)
    var columnMeans = [Float](repeating: 0, count: columnCount)
    for r in 0..<rowCount {
      for c in 0..<columnCount {
        let square = gradient[r * columnCount + c] * gradient[r * columnCount + c] + 1e-30
        rowMeans[r] += square / Float(columnCount)
        columnMeans[c] += square / Float(rowCount)
      }
    }
    var rowValues = row.values
    var columnValues = column.values
    for r in 0..<rowCount { rowValues[r] = beta * rowValues[r] + (1 - beta) * rowMeans[r] }
    for c in 0..<columnCount {
      columnValues[c] = beta * columnValues[c] + (1 - beta) * columnMeans[c]
    }
    row = Tensor(rowValues, shape: row.shape)
    column = Tensor(columnValues, shape: column.shape)

    let mean = rowValues.reduce(0, +) / Float(rowCount)
    // A vector has no second side to factor with: its squares are kept whole.
    let rowFactors =
      parameter.shape.count > 1
      ? rowValues.map { 1 / ($0 / mean).squareRoot() } : rowValues.map { _ in 1 }
    let columnFactors = columnValues.map { 1 / $0.squareRoot() }
    var step = gradient
    var sum = 0.0
    for r in 0..<rowCount {
      for c in 0..<columnCount {
        let i = r * columnCount + c
        step[i] *= rowFactors[r] * columnFactors[c]
        sum += Double(step[i]) * Double(step[i])
      }
    }
    let rms = Float((sum / Double(max(1, step.count))).squareRoot())
    let scale = rate / max(1, rms)
    let shrink = Float(decay) * rate
    parameter.value.withMutableValues { p in
      for i in p.indices { p[i] -= shrink * p[i] + step[i] * scale }
    }
  }

  /// A vector counts as one row, so that its second moments are kept whole.
  private static func matrix(_ shape: [Int]) -> (rows: Int, columns: Int) {
    let columns = shape.last ?? 1
    return (shape.dropLast().reduce(1, *), columns)
  }

  var state: [String: Tensor] {
    var state = ["steps": Tensor([Float(steps)], shape: [1])]
    for index in rows.indices {
      state["row.\(index)"] = rows[index]
      state["column.\(index)"] = columns[index]
    }
    return state
  }

  func restore(_ state: [String: Tensor], for parameters: [Variable]) throws(StateError) {
    steps = try state.count("steps")
    rows = []
    columns = []
    guard steps > 0 else { return }
    for (index, parameter) in parameters.enumerated() {
      let (rowCount, columnCount) = Self.matrix(parameter.shape)
      rows.append(try state.tensor("row.\(index)", shape: [rowCount]))
      columns.append(try state.tensor("column.\(index)", shape: [columnCount]))
    }
  }
}
