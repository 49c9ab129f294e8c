import Random
import Tensors
import XCTest

/// Every operation against its reference loops, forward and gradient, on odd sizes.
final class OpsTests: XCTestCase {
  static let sizes = [1, 3, 17, 129]

  func testLinearTrainableInBothOrientations() {
    for m in Self.sizes {
      for (k, n) in [(1, 3), (17, 129), (129, 17), (64, 1)] {
        let x = randomTensor([m, k], seed: 1)
        let bias = randomTensor([n], seed: 3)
        GradientCheck(probes: 8).run(
          [x, randomTensor([k, n], seed: 2), bias],
          { tape, v in
            tape.linear(v[0], LinearWeight(trainable: v[1], orientation: .inputOutput), bias: v[2])
          },
          { Reference.linear($0[0], $0[1], bias: $0[2]) }, "[K, N] \(m) \(k) \(n)")
        GradientCheck(probes: 8).run(
          [x, randomTensor([n, k], seed: 2)],
          { tape, v in
            tape.linear(v[0], LinearWeight(trainable: v[1], orientation: .outputInput), bias: nil)
          },
          { Reference.linear($0[0], $0[1].transposed, bias: nil) }, "[N, K] \(m) \(k) \(n)")
      }
    }
  }

  func testLinearFrozenInBothOrientations() {
    for orientation in [LinearWeight.Orientation.inputOutput, .outputInput] {
      let (k, n) = (33, 65)
      let isOutputInput = orientation == .outputInput
      let matrix = randomTensor(isOutputInput ? [n, k] : [k, n], seed: 5)
      let weight = LinearWeight(frozen: FrozenMatrix(matrix), orientation: orientation)
      XCTAssertEqual([weight.inputs, weight.outputs], [k, n])
      GradientCheck().run(
        [randomTensor([17, k], seed: 6)], { tape, v in tape.linear(v[0], weight, bias: nil) },
        {
          let w = ReferenceArray(matrix)
          return Reference.linear($0[0], isOutputInput ? w.transposed : w, bias: nil)
        }, "\(orientation)")
    }
  }

  func testLayerNorm() {
    for m in Self.sizes {
      for width in [3, 17, 129, 768] {
        GradientCheck(tolerance: 4e-5, probes: 12).run(
          [
            randomTensor([m, width], seed: 1), randomTensor([width], seed: 2),
            randomTensor([width], seed: 3),
          ],
          { $0.layerNorm($1[0], scale: $1[1], shift: $1[2], epsilon: 1e-5) },
          { Reference.layerNorm($0[0], scale: $0[1], shift: $0[2], epsilon: 1e-5) },
          "\(m)×\(width)")
      }
    }
  }

  func testActivations() {
    for kind in Activation.allCases {
      for count in Self.sizes {
        GradientCheck().run(
          [randomTensor([count, 5], seed: 8, spread: 2)], { $0.activation($1[0], kind) },
          { Reference.activation($0[0], kind) }, kind.rawValue)
      }
    }
  }

  func testArithmeticAndRows() {
    let a = randomTensor([17, 33], seed: 1)
    let b = randomTensor([17, 33], seed: 2)
    GradientCheck().run(
      [a, b], { $0.add($0.add($1[0], $1[1]), $1[0]) },
      { v in
        var sum = v[0]
        for i in sum.values.indices { sum.values[i] = 2 * v[0].values[i] + v[1].values[i] }
        return sum
      }, "a + b + a")
    let rows: [Int32] = [4, 4, 0, 16]
    GradientCheck().run(
      [a], { $0.gatherRows($1[0], rows) },
      { v in
        let picked = rows.flatMap { v[0].values[Int($0) * 33..<(Int($0) + 1) * 33] }
        return ReferenceArray(Array(picked), shape: [4, 33])
      }, "gather")
    GradientCheck().run(
      [a, b], { $0.addRows($1[0], table: $1[1], rows: (0..<17).map { $0 % 5 }) },
      { v in
        var sum = v[0]
        for i in 0..<17 { for j in 0..<33 { sum[i, j] += v[1][i % 5, j] } }
        return sum
      }, "positions")
  }

  func testEmbeddingWithSoftTokens() {
    let ids: [Int32] = [-1, 3, -2, 3, 0, -2]
    GradientCheck().run(
      [randomTensor([5, 17], seed: 1), randomTensor([2, 17], seed: 2)],
      { $0.embed(ids, table: .trainable($1[0]), soft: $1[1]) },
      { v in
        let rows = ids.flatMap { id in
          let source = id >= 0 ? v[0] : v[1]
          return (0..<17).map { source[id >= 0 ? Int(id) : -1 - Int(id), $0] }
        }
        return ReferenceArray(rows, shape: [6, 17])
      })
  }

  func testCrossEntropyAndLogProbabilities() {
    for rows in Self.sizes {
      for width in [3, 129, 1001] {
        var random = RandomGenerator(seed: 4)
        let targets = (0..<rows).map { _ in Int32(random.below(width)) }
        let logits = randomTensor([rows, width], seed: 9, spread: 3)
        GradientCheck(tolerance: 1e-6, probes: 12).run(
          [logits], { $0.crossEntropy($1[0], targets: targets) },
          { Reference.crossEntropy($0[0], targets: targets) }, "\(rows)×\(width)")
        let scores = targetLogProbabilities(logits, targets: targets)
        let mean = scores.reduce(0) { $0 + Double($1) } / Double(rows)
        let expected = Reference.crossEntropy(ReferenceArray(logits), targets: targets).values[0]
        XCTAssertEqual(-mean, expected, accuracy: 1e-6 * expected)
      }
    }
  }

  func testBackwardThroughAResidualAddsBothWays() {
    let weight = randomTensor([8, 8], seed: 3)
    let frozen = LinearWeight(frozen: FrozenMatrix(weight), orientation: .inputOutput)
    GradientCheck().run(
      [randomTensor([5, 8], seed: 1)],
      { tape, v in
        let branch = tape.linear(tape.tanh(v[0]), frozen, bias: nil)
        let sum = tape.add(v[0], branch)
        return tape.add(sum, tape.linear(sum, frozen, bias: nil))
      },
      { v in
        let w = ReferenceArray(weight)
        var sum = Reference.matmul(Reference.activation(v[0], .tanh), w)
        for i in sum.values.indices { sum.values[i] += v[0].values[i] }
        var result = Reference.matmul(sum, w)
        for i in result.values.indices { result.values[i] += sum.values[i] }
        return result
      })
  }

  func testInferenceRecordsNothing() {
    let x = Variable(randomTensor([3, 4], seed: 1), requiresGradient: true)
    let y = Tape(recording: false).activation(x, .gelu)
    XCTAssertFalse(y.requiresGradient)
  }

  /// A checkpoint that resumes bit for bit needs this of the library's products too.
  func testProductsRepeatBitForBit() {
    for (m, k, n) in [(1, 768, 300), (17, 129, 64), (200, 128, 512), (40, 1024, 33)] {
      let weight = Variable(randomTensor([k, n], seed: 2), requiresGradient: true)
      let x = Variable(randomTensor([m, k], seed: 1), requiresGradient: true)
      let arriving = randomTensor([m, n], seed: 3)
      func run() -> [Tensor?] {
        weight.gradient = nil
        x.gradient = nil
        let tape = Tape()
        let y = tape.linear(
          x, LinearWeight(trainable: weight, orientation: .inputOutput), bias: nil)
        tape.backward(from: y, gradient: arriving)
        return [y.value, x.gradient, weight.gradient]
      }
      let first = run()
      for _ in 0..<10 { XCTAssertEqual(first, run(), "\(m)×\(k)×\(n)") }
    }
  }

  func testASteadyStepTakesNoNewMemory() {
    let weight = Variable(randomTensor([64, 64], seed: 2), requiresGradient: true)
    let layer = LinearWeight(trainable: weight, orientation: .inputOutput)
    func step() {
      let tape = Tape()
      var x = Variable(randomTensor([300, 64], seed: 1))
      for _ in 0..<4 { x = tape.activation(tape.linear(x, layer, bias: nil), .gelu) }
      tape.backward(from: tape.crossEntropy(x, targets: Array(repeating: 1, count: 300)))
      weight.gradient = nil
    }
    step()
    let before = BufferPool.bytes
    for _ in 0..<5 { step() }
    let after = BufferPool.bytes
    XCTAssertEqual(after.live, before.live)
    XCTAssertEqual(after.live + after.free, before.live + before.free)
    XCTAssertEqual(after.highestLive, before.highestLive)
  }
}
