import CKernels
import COneDNN
import Tensors
import XCTest

/// Weights held once, in f32 and in bf16, read both ways and in stretches.
final class FrozenMatrixTests: XCTestCase {
  private func rounded(_ x: ReferenceArray) -> ReferenceArray {
    var result = x
    for index in result.values.indices {
      let bits = Float(result.values[index]).bitPattern
      result.values[index] = Double(
        Float(bitPattern: (bits &+ 0x7FFF &+ (bits >> 16 & 1)) & 0xFFFF_0000))
    }
    return result
  }

  private func matrix(_ values: Tensor, _ precision: Precision) -> FrozenMatrix {
    FrozenMatrix(shape: values.shape, precision: precision) { values.rows($0) }
  }

  func testProductsBothWaysInBothPrecisionsOfStretchesOfTheOutputs() throws {
    for precision in Precision.allCases {
      for orientation in [LinearWeight.Orientation.inputOutput, .outputInput] {
        for (m, k, n) in [
          (1, 33, 65), (3, 17, 129), (5, 300, 701), (16, 77, 257), (17, 129, 33), (129, 64, 48),
          (140, 1, 3), (200, 96, 160), (24, 70, 39), (26, 401, 345),
          (513, 33, 31),
        ] {
          let isOutputInput = orientation == .outputInput
          let values = randomTensor(isOutputInput ? [n, k] : [k, n], seed: 5)
          let weight = LinearWeight(
            frozen: matrix(values, precision), orientation: orientation)
          let all = ReferenceArray(values)
          let w = precision == .bf16 ? rounded(all) : all
          let bias = randomTensor([n], seed: 9)
          for outputs in [0..<n, n / 3..<n - n / 4] {
            let x = Variable(randomTensor([m, k], seed: 6), requiresGradient: true)
            let dy = randomTensor([m, outputs.count], seed: 7)
            let tape = Tape()
            let y = tape.linear(x, weight, bias: Variable(bias), outputs: outputs)
            tape.backward(from: y, gradient: dy)
            let name = "\(precision) \(orientation) \(m)×\(k)×\(n) \(outputs)"
            func columns(_ a: ReferenceArray) -> ReferenceArray {
              var result = ReferenceArray.zeros([a.shape[0], outputs.count])
              for i in 0..<a.shape[0] {
                for (j, column) in outputs.enumerated() { result[i, j] = a[i, column] }
              }
              return result
            }
            // Where weights are widened, what they are multiplied by stays f32.
            func factor(_ tensor: Tensor) -> ReferenceArray {
              precision == .bf16 && Precision.hasNativeBF16
                ? rounded(ReferenceArray(tensor)) : ReferenceArray(tensor)
            }
            let part = columns(isOutputInput ? w.transposed : w)
            var expected = Reference.matmul(factor(x.value), part)
            for i in 0..<m {
              for (j, column) in outputs.enumerated() {
                expected[i, j] += Double(bias.values[column])
              }
            }
            assertClose(y.value, expected, 1e-5, name)
            assertClose(
              try XCTUnwrap(x.gradient), Reference.matmul(factor(dy), part.transposed), 1e-5,
              name + " back")
          }
        }
      }
    }
  }

  /// For every way that a product takes: few rows, panels of our own, oneDNN.
  /// Bit for bit where the kernels are our own; oneDNN's, on other processors, promise less.
  func testProductsAreTheSameOnAnyNumberOfThreads() {
    let before = Threads.count
    defer { Threads.count = before }
    for precision in Precision.allCases {
      for orientation in [LinearWeight.Orientation.inputOutput, .outputInput] {
        let shape = orientation == .outputInput ? [450, 390] : [390, 450]
        let weight = LinearWeight(
          frozen: matrix(randomTensor(shape, seed: 1), precision), orientation: orientation)
        for m in [1, 9, 17, 33, 129, 600] {
          let results = [1, 2, 3].map { count in
            Threads.count = count
            return Tape(recording: false).linear(
              Variable(randomTensor([m, 390], seed: 2)), weight, bias: nil
            ).value
          }
          for result in results.dropFirst() {
            let isWidened = precision == .bf16 && !Precision.hasNativeBF16
            if isWidened ? m <= 24 : kernel_has_bf16() != 0 && !onednn_has_amx() {
              XCTAssertEqual(result, results[0], "\(precision) \(orientation) \(m)")
            } else {
              for (value, expected) in zip(result.values, results[0].values) {
                XCTAssertEqual(
                  value, expected, accuracy: 1e-4, "\(precision) \(orientation) \(m)")
              }
            }
          }
        }
      }
    }
  }

  func testBF16RoundsToNearestEvenAndWidensExactly() {
    let cases: [(Float, Float)] = [
      (1, 1), (1.00390625, 1), (1.01171875, 1.015625), (-1.0078125, -1.0078125), (0, 0),
      (.infinity, .infinity), (3.4e38, .infinity),
      (Float(bitPattern: 0x1_1234), Float(bitPattern: 0x1_0000)),
    ]
    let given = Tensor(cases.map(\.0) + [.nan], shape: [1, cases.count + 1])
    let values = matrix(given, .bf16).values.values
    for (index, pair) in cases.enumerated() {
      XCTAssertEqual(values[index], pair.1, "\(pair.0)")
    }
    XCTAssertTrue(values[cases.count].isNaN)
  }

  /// The gradients of some rows equal those rows of the gradients of all.
  func testGradientsOfSomeRowsAreThoseOfAll() throws {
    let weight = LinearWeight(
      frozen: FrozenMatrix(randomTensor([8, 8], seed: 1)), orientation: .inputOutput)
    let table = randomTensor([9, 8], seed: 2)
    let positions = Variable(randomTensor([9, 8], seed: 3))
    let norm = (Variable(randomTensor([8], seed: 4)), Variable(randomTensor([8], seed: 5)))
    let codes: [Int32] = [3, -1, 4, -2, -3, 7, 8]
    func run(_ table: EmbeddingTable) -> (Tensor, Tensor?) {
      let soft = Variable(randomTensor([3, 8], seed: 6), requiresGradient: true)
      let tape = Tape()
      let embedded = tape.addRows(
        tape.embed(codes, table: table, soft: soft), table: positions,
        rows: codes.indices.map(Int32.init))
      let normal = tape.rmsNorm(
        tape.layerNorm(embedded, scale: norm.0, shift: norm.1, epsilon: 1e-5), scale: norm.0,
        epsilon: 1e-5)
      let rotated = tape.heads(
        tape.linear(normal, weight, bias: nil), HeadLayout(count: 2, size: 4),
        rotary: Rotation(
          positions: codes.indices.map(Int32.init), frequencies: [1, 0.1], magnitude: 1))
      let seen = tape.attention(
        query: Columns(rotated, 0..<8), key: Columns(rotated, 0..<8), value: Columns(normal, 0..<8),
        heads: 2, keyValueHeads: 2, scale: 0.5,
        pattern: AttentionPattern(blocks: [
          .init(queries: 0..<7, keys: [.init(range: 0..<7, isCausal: true)])
        ]))
      let sum = tape.add(tape.activation(embedded, .gelu), tape.linear(seen, weight, bias: nil))
      tape.backward(from: tape.crossEntropy(sum, targets: [0, 1, 2, 3, 4, 5, 6]))
      return (sum.value, soft.gradient)
    }
    // A trainable table wants every row.
    let (all, whole) = run(.trainable(Variable(table, requiresGradient: true)))
    let (some, part) = run(.frozen(FrozenMatrix(table)))
    XCTAssertEqual(all, some)
    assertClose(try XCTUnwrap(part), ReferenceArray(try XCTUnwrap(whole)), 1e-6, "soft")
  }

  func testPatternOfSomeQueriesSeesWhatTheyDid() {
    let pattern = AttentionPattern(blocks: [
      .init(queries: 0..<4, keys: [.init(range: 0..<4, isCausal: true)]),
      .init(
        queries: 4..<9,
        keys: [.init(range: 0..<4, isCausal: false), .init(range: 4..<9, isCausal: true)]),
      .init(queries: 9..<12, keys: [.init(range: 9..<12, isCausal: false)]),
    ])
    let x = randomTensor([12, 8], seed: 1)
    func attend(_ query: Tensor, _ pattern: AttentionPattern) -> Tensor {
      func columns(_ tensor: Tensor) -> Columns { Columns(Variable(tensor), 0..<8) }
      return Tape(recording: false).attention(
        query: columns(query), key: columns(x), value: columns(x), heads: 2, keyValueHeads: 2,
        scale: 0.5, pattern: pattern
      ).value
    }
    let whole = attend(x, pattern)
    for rows: [Int32] in [[0], [3, 4], [1, 2, 6, 7, 8, 9], [11], Array(0..<12), [5, 7]] {
      let tape = Tape(recording: false)
      let expected = tape.gatherRows(Variable(whole), rows).value
      let some = attend(tape.gatherRows(Variable(x), rows).value, pattern.of(rows))
      assertClose(some, ReferenceArray(expected), 1e-6, "\(rows)")
    }
  }
}

private func assertClose(
  _ a: Tensor, _ b: ReferenceArray, _ tolerance: Double, _ label: String,
  file: StaticString = #filePath, line: UInt = #line
) {
  assertClose(a.values.map { Double($0) }, b.values, tolerance, label, file: file, line: line)
}
