import CKernels
import Foundation
import XCTest

/// Our own exp, tanh, erf and sigmoid against the C library's in double.
final class VectorMathTests: XCTestCase {
  private func worstError(
    _ function: KernelFunction, from low: Float, to high: Float, _ exact: (Double) -> Double
  ) -> Double {
    let count = 400_001
    let x = (0..<count).map { low + (high - low) * Float($0) / Float(count - 1) }
    var y = [Float](repeating: 0, count: count)
    kernel_function(function, x, &y, count)
    return zip(x, y).map { x, y in
      let truth = exact(Double(x))
      return abs(Double(y) - truth) / Double(max(Float(truth).ulp, .leastNormalMagnitude.ulp))
    }.reduce(0) { $0 > $1 || $0.isNaN ? $0 : $1 }
  }

  func testErrorsInUnitsOfTheLastPlace() {
    XCTAssertLessThan(worstError(KernelExp, from: -87, to: 88.7, exp), 2)
    XCTAssertLessThan(worstError(KernelExp, from: -1, to: 1, exp), 2)
    XCTAssertLessThan(worstError(KernelTanh, from: -10, to: 10, tanh), 2.5)
    XCTAssertLessThan(worstError(KernelTanh, from: -0.7, to: 0.7, tanh), 2.5)
    XCTAssertLessThan(worstError(KernelErf, from: -5, to: 5, erf), 2.5)
    XCTAssertLessThan(worstError(KernelSigmoid, from: -80, to: 80) { 1 / (1 + exp(-$0)) }, 3)
  }

  func testEnds() {
    let x: [Float] = [
      -.infinity, .infinity, .nan, 0, -0.0, 100, -100, 88.8, -104, 1e30, -1e30, 1e-30,
    ]
    let functions: [(KernelFunction, (Float) -> Float)] = [
      (KernelExp, { expf($0) }), (KernelTanh, { tanhf($0) }), (KernelErf, { erff($0) }),
      (KernelSigmoid, { 1 / (1 + expf(-$0)) }),
    ]
    for (function, exact) in functions {
      var y = [Float](repeating: 0, count: x.count)
      kernel_function(function, x, &y, x.count)
      for (input, output) in zip(x, y) {
        let truth = exact(input)
        XCTAssert(
          truth.isNaN ? output.isNaN : output == truth || abs(output - truth) < 1e-37,
          "\(function) of \(input): \(output), not \(truth)")
      }
    }
  }
}
