import Tensors
import XCTest

/// A frozen matrix in a format of blocks: what layers do with it equals what they do with its
/// values in f32.
final class FrozenStorageTests: XCTestCase {
  /// 32 values of a row as bytes with one scale, as in GGUF's Q8_0.
  private struct ByteBlocks: FrozenStorage {
    static let size = 32
    let rows: Int
    let columns: Int
    /// [R, C] and [R, C / 32].
    private let bytes: [Int8]
    private let scales: [Float]

    init(_ values: Tensor) {
      (rows, columns) = (values.shape[0], values.shape[1])
      let values = values.values
      var (bytes, scales) = ([Int8](), [Float]())
      for start in stride(from: 0, to: values.count, by: Self.size) {
        let block = values[start..<start + Self.size]
        let scale = block.reduce(0) { max($0, abs($1)) } / 127
        scales.append(scale)
        bytes += block.map { Int8(($0 / scale).rounded()) }
      }
      (self.bytes, self.scales) = (bytes, scales)
    }

    var precision: Precision { .f32 }

    func read(row: Int, columns range: Range<Int>, into out: UnsafeMutablePointer<Float>) {
      for (index, column) in range.enumerated() {
        let element = row * columns + column
        out[index] = Float(bytes[element]) * scales[element / Self.size]
      }
    }

    func withBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
      try bytes.withUnsafeBytes(body)
    }
  }

  /// A matrix in blocks, and the same values in f32.
  private func matrices(_ shape: [Int], seed: UInt64) -> (blocks: FrozenMatrix, dense: FrozenMatrix)
  {
    let blocks = FrozenMatrix(ByteBlocks(randomTensor(shape, seed: seed)))
    return (blocks, FrozenMatrix(blocks.values))
  }

  /// Both orientations, stretches of the outputs that begin within a block, few rows and many.
  func testProductsAndTheirGradientsEqualThoseOfTheDequantisedMatrix() throws {
    for orientation in [LinearWeight.Orientation.inputOutput, .outputInput] {
      for (m, k, n) in [(1, 64, 96), (5, 416, 352), (140, 96, 384)] {
        let (blocks, dense) = matrices(
          orientation == .inputOutput ? [k, n] : [n, k], seed: UInt64(m))
        for outputs in [0..<n, 17..<n - 9] {
          let dy = randomTensor([m, outputs.count], seed: 3)
          let results = try [blocks, dense].map { matrix in
            let x = Variable(randomTensor([m, k], seed: 2), requiresGradient: true)
            let tape = Tape()
            let y = tape.linear(
              x, LinearWeight(frozen: matrix, orientation: orientation), bias: nil,
              outputs: outputs)
            tape.backward(from: y, gradient: dy)
            return (y.value, try XCTUnwrap(x.gradient))
          }
          let label = "\(orientation) \(m)×\(k)×\(n) \(outputs)"
          assertClose(results[0].0, results[1].0, label)
          assertClose(results[0].1, results[1].1, label + " gradient")
        }
      }
    }
  }

  /// A layer as Llama's: embedded tokens, queries, keys and values through one matrix each, attention, a
  /// gated network, and the tied head.
  func testALayerTrainsThroughBlocks() throws {
    let (h, tokens) = (64, 9)
    let table = matrices([40, h], seed: 1)
    let weights = (0..<6).map { matrices([h, h], seed: UInt64(10 + $0)) }
    let scale = Variable(.full(1, [h]))
    func run(_ pick: ((blocks: FrozenMatrix, dense: FrozenMatrix)) -> FrozenMatrix) throws -> (
      Tensor, Tensor
    ) {
      let embedding = EmbeddingTable.frozen(pick(table))
      let layer = weights.map { LinearWeight(frozen: pick($0), orientation: .outputInput) }
      let soft = Variable(randomTensor([2, h], seed: 4), requiresGradient: true)
      let tape = Tape()
      func normal(_ x: Variable) -> Variable { tape.rmsNorm(x, scale: scale, epsilon: 1e-5) }
      func columns(_ x: Variable) -> Columns { Columns(x, 0..<h) }
      let x = tape.embed([-1, -2, 3, 39, 0, 7, 7, 12, 25], table: embedding, soft: soft)
      let states = normal(x)
      let seen = tape.attention(
        query: columns(tape.linear(states, layer[0], bias: nil)),
        key: columns(tape.linear(states, layer[1], bias: nil)),
        value: columns(tape.linear(states, layer[2], bias: nil)), heads: 4, keyValueHeads: 4,
        scale: 0.25,
        pattern: AttentionPattern(blocks: [
          .init(queries: 0..<tokens, keys: [.init(range: 0..<tokens, isCausal: true)])
        ]))
      let attended = tape.add(x, tape.linear(seen, layer[3], bias: nil))
      let gated = tape.gate(
        tape.linear(normal(attended), layer[4], bias: nil),
        by: tape.linear(normal(attended), layer[5], bias: nil), .silu)
      let logits = tape.linear(
        normal(tape.add(attended, gated)), embedding.asWeight, bias: nil)
      tape.backward(from: tape.crossEntropy(logits, targets: [5, 3, 39, 0, 7, 7, 12, 25, 1]))
      return (logits.value, try XCTUnwrap(soft.gradient))
    }
    let (blocks, dense) = (try run(\.blocks), try run(\.dense))
    // Eight products deep, each path adding in its own order: AVX-512's differ by 1.3e-5.
    assertClose(blocks.0, dense.0, "logits", 4e-5)
    assertClose(blocks.1, dense.1, "gradient of the soft tokens", 4e-5)
  }

  func testRowsAndBytes() {
    let (blocks, dense) = matrices([7, 96], seed: 5)
    XCTAssertEqual(
      EmbeddingTable.frozen(blocks).rows([6, 0, 3]), EmbeddingTable.frozen(dense).rows([6, 0, 3]))
    XCTAssertEqual(blocks.withBytes(\.count), 7 * 96)
    XCTAssertEqual(dense.withBytes(\.count), 4 * 7 * 96)
    XCTAssertEqual(blocks.shape, [7, 96])
  }
}

private func assertClose(
  _ a: Tensor, _ b: Tensor, _ label: String, _ tolerance: Double = 1e-5,
  file: StaticString = #filePath, line: UInt = #line
) {
  XCTAssertEqual(a.shape, b.shape, label, file: file, line: line)
  assertClose(
    a.values.map { Double($0) }, b.values.map { Double($0) }, tolerance, label, file: file,
    line: line)
}
