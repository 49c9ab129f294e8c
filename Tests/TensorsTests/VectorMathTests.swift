import Foundation
import Tensors
import XCTest

/// Our own exp, tanh, erf and sigmoid against the C library's in double.
final class VectorMathTests: XCTestCase {
  private func worstError(
    _ operation: UnaryOperation, from low: Float, to high: Float, _ exact: (Double) -> Double
  ) throws -> Double {
    let count = 400_001
    let x = (0..<count).map { low + (high - low) * Float($0) / Float(count - 1) }
    let y = try Tensor(x, shape: [count]).apply(operation).values
    return zip(x, y).map { x, y in
      let truth = exact(Double(x))
      return abs(Double(y) - truth) / Double(max(Float(truth).ulp, Float.leastNormalMagnitude.ulp))
    }.reduce(0) { $0 > $1 || $0.isNaN ? $0 : $1 }
  }

  func testErrorsInUnitsOfTheLastPlace() throws {
    XCTAssertLessThan(try worstError(.exp, from: -87, to: 88.7, exp), 2)
    XCTAssertLessThan(try worstError(.exp, from: -1, to: 1, exp), 2)
    XCTAssertLessThan(try worstError(.tanh, from: -10, to: 10, tanh), 2.5)
    XCTAssertLessThan(try worstError(.tanh, from: -0.7, to: 0.7, tanh), 2.5)
    XCTAssertLessThan(try worstError(.erf, from: -5, to: 5, erf), 2.5)
    XCTAssertLessThan(try worstError(.sigmoid, from: -80, to: 80) { 1 / (1 + exp(-$0)) }, 3)
  }

  func testEnds() throws {
    let x: [Float] = [
      -.infinity, .infinity, .nan, 0, -0.0, 100, -100, 88.8, -104, 1e30, -1e30, 1e-30,
    ]
    let functions: [(UnaryOperation, (Float) -> Float)] = [
      (.exp, { expf($0) }), (.tanh, { tanhf($0) }), (.erf, { erff($0) }),
      (.sigmoid, { 1 / (1 + expf(-$0)) }),
    ]
    for (operation, exact) in functions {
      let y = try Tensor(x, shape: [x.count]).apply(operation).values
      for (input, output) in zip(x, y) {
        let truth = exact(input)
        XCTAssert(
          truth.isNaN ? output.isNaN : output == truth || abs(output - truth) < 1e-37,
          "\(operation) of \(input): \(output), not \(truth)")
      }
    }
  }
}
