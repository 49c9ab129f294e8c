import Foundation
import Tensors
import XCTest

/// What the networks of tuning methods add to the operations, against plain loops and finite differences.
final class MethodOpsTests: XCTestCase {
  func testLSTMInBothDirections() {
    for (tokens, width) in [(1, 1), (1, 5), (2, 3), (5, 4), (9, 17)] {
      for isReversed in [false, true] {
        GradientCheck(tolerance: 4e-5, probes: 16).run(
          [
            randomTensor([tokens, 4 * width], seed: 1), randomTensor([4 * width, width], seed: 2),
            randomTensor([4 * width], seed: 3),
          ],
          { $0.lstm($1[0], recurrent: $1[1], bias: $1[2], isReversed: isReversed) },
          { lstm($0[0], recurrent: $0[1], bias: $0[2], isReversed: isReversed) },
          "\(tokens) tokens of \(width), reversed \(isReversed)")
      }
    }
  }

  private func lstm(
    _ inputs: ReferenceArray, recurrent: ReferenceArray, bias: ReferenceArray, isReversed: Bool
  ) -> ReferenceArray {
    let (tokens, width) = (inputs.shape[0], recurrent.shape[1])
    var result = ReferenceArray.zeros([tokens, width])
    var (hidden, cell) = (
      [Double](repeating: 0, count: width), [Double](repeating: 0, count: width)
    )
    func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
    for step in 0..<tokens {
      let token = isReversed ? tokens - 1 - step : step
      let gates = (0..<4 * width).map { gate in
        (0..<width).reduce(inputs[token, gate] + bias.values[gate]) {
          $0 + recurrent[gate, $1] * hidden[$1]
        }
      }
      for i in 0..<width {
        cell[i] =
          sigmoid(gates[width + i]) * cell[i] + sigmoid(gates[i]) * tanh(gates[2 * width + i])
        hidden[i] = sigmoid(gates[3 * width + i]) * tanh(cell[i])
        result[token, i] = hidden[i]
      }
    }
    return result
  }

  func testJoinedColumns() {
    for (rows, left, right) in [(1, 1, 1), (3, 2, 5), (17, 8, 1)] {
      GradientCheck().run(
        [randomTensor([rows, left], seed: 1), randomTensor([rows, right], seed: 2)],
        { $0.joinColumns($1[0], $1[1]) },
        { parts in
          ReferenceArray(
            (0..<rows).flatMap { row in
              (0..<left).map { parts[0][row, $0] } + (0..<right).map { parts[1][row, $0] }
            }, shape: [rows, left + right])
        }, "\(rows)×\(left)+\(right)")
    }
  }

  func testPromptsOfTasks() {
    for (tasks, length, range, rank, width) in [
      (1, 1, 0..<1, 1, 1), (2, 3, 0..<3, 1, 5), (3, 4, 0..<2, 2, 7), (3, 4, 1..<4, 2, 7),
      (2, 5, 0..<5, 3, 33),
    ] {
      GradientCheck().run(
        [
          randomTensor([length, width], seed: 1), randomTensor([tasks, length, rank], seed: 2),
          randomTensor([tasks, rank, width], seed: 3),
        ],
        { $0.taskPrompts($1[0], columns: $1[1], rows: $1[2], range: range) },
        { parts in
          var values: [Double] = []
          for task in 0..<tasks {
            for row in range {
              for column in 0..<width {
                let factor = (0..<rank).reduce(0.0) {
                  $0 + parts[1].values[(task * length + row) * rank + $1]
                    * parts[2].values[(task * rank + $1) * width + column]
                }
                values.append(factor * parts[0][row, column])
              }
            }
          }
          return ReferenceArray(values, shape: [tasks * range.count, width])
        }, "\(tasks) tasks, \(range) of \(length), rank \(rank)")
    }
  }
}
