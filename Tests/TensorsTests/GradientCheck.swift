import Random
import Tensors
import XCTest

/// Holds an operation to its reference: the result element by element, and the gradient of Σ w·y for
/// random w to central differences of the reference in double.
struct GradientCheck {
  var tolerance = 2e-5
  var seed: UInt64 = 1
  /// Elements of each input whose derivative is tried.
  var probes = 24

  func run(
    _ inputs: [Tensor], _ operation: (Tape, [Variable]) -> Variable,
    _ reference: ([ReferenceArray]) -> ReferenceArray, _ label: String = "",
    file: StaticString = #filePath, line: UInt = #line
  ) {
    let variables = inputs.map { Variable($0, requiresGradient: true) }
    let tape = Tape()
    let result = operation(tape, variables)
    let arrays = inputs.map(ReferenceArray.init)
    let expected = reference(arrays)
    XCTAssertEqual(result.shape, expected.shape, label, file: file, line: line)
    assertClose(
      result.value.values.map { Double($0) }, expected.values, tolerance, "\(label) forward",
      file: file, line: line)

    var random = RandomGenerator(seed: seed)
    let weights = expected.values.map { _ in random.normal() }
    let arriving = Tensor(weights.map(Float.init), shape: expected.shape)
    tape.backward(from: result, gradient: arriving)
    let exact = arriving.values.map { Double($0) }
    func loss(_ arrays: [ReferenceArray]) -> Double {
      zip(reference(arrays).values, exact).reduce(0) { $0 + $1.0 * $1.1 }
    }
    for (index, variable) in variables.enumerated() {
      guard let gradient = variable.gradient?.values else {
        XCTFail("\(label): no gradient for input \(index)", file: file, line: line)
        continue
      }
      let picked = random.sample(Array(gradient.indices), probes)
      let measured = picked.map { element in
        let step = 1e-5
        var moved = arrays
        moved[index].values[element] += step
        let above = loss(moved)
        moved[index].values[element] -= 2 * step
        return (above - loss(moved)) / (2 * step)
      }
      assertClose(
        picked.map { Double(gradient[$0]) }, measured, tolerance * 5, "\(label) gradient \(index)",
        file: file, line: line)
    }
  }
}

/// Equal to within `tolerance` of the largest magnitude.
func assertClose(
  _ a: [Double], _ b: [Double], _ tolerance: Double, _ label: String,
  file: StaticString = #filePath, line: UInt = #line
) {
  XCTAssertEqual(a.count, b.count, label, file: file, line: line)
  let size = max(1e-3, b.reduce(0) { max($0, abs($1)) })
  let worst = zip(a, b).map { abs($0 - $1) }.reduce(0) { $0 > $1 || $0.isNaN ? $0 : $1 }
  XCTAssert(
    worst <= tolerance * size, "\(label): off by \(worst) of \(size)", file: file, line: line)
}

func randomTensor(_ shape: [Int], seed: UInt64, spread: Double = 1) -> Tensor {
  var random = RandomGenerator(seed: seed)
  return Tensor(
    (0..<shape.reduce(1, *)).map { _ in Float(random.normal() * spread) }, shape: shape)
}
