import Tensors
import XCTest

/// What rotary decoders add to the operations, against reference loops and finite differences.
final class DecoderOpsTests: XCTestCase {
  func testRMSNorm() {
    for m in OpsTests.sizes {
      for (width, stretch) in [(3, 3), (17, 17), (768, 768), (30, 10), (64, 16)] {
        GradientCheck(tolerance: 4e-5, probes: 12).run(
          [randomTensor([m, width], seed: 1), randomTensor([stretch], seed: 2)],
          { $0.rmsNorm($1[0], scale: $1[1], epsilon: 1e-6) },
          { Reference.rmsNorm($0[0], scale: $0[1], epsilon: Double(Float(1e-6))) },
          "\(m)×\(width) by \(stretch)")
      }
    }
  }

  func testRMSNormOfOnePlusScale() {
    for (width, stretch) in [(17, 17), (30, 10)] {
      GradientCheck(tolerance: 4e-5, probes: 12).run(
        [randomTensor([5, width], seed: 1), randomTensor([stretch], seed: 2, spread: 0.3)],
        { $0.rmsNorm($1[0], scale: $1[1], offset: 1, epsilon: 1e-6) },
        { Reference.rmsNorm($0[0], scale: $0[1], offset: 1, epsilon: Double(Float(1e-6))) },
        "1 + \(width) by \(stretch)")
    }
  }

  /// From the middle of the curve to where it is flat.
  func testCap() {
    for spread in [0.1, 3, 40] {
      GradientCheck(tolerance: 4e-5).run(
        [randomTensor([7, 33], seed: 4, spread: spread)], { $0.cap($1[0], at: 5) },
        { ReferenceArray($0[0].values.map { Reference.cap($0, at: 5) }, shape: $0[0].shape) },
        "capped \(spread)")
    }
  }

  /// Rows of the table are scaled, soft rows are not, and so are their gradients.
  func testScaledEmbedding() {
    let ids: [Int32] = [4, -1, 0, 4, -2, -1]
    GradientCheck().run(
      [randomTensor([6, 5], seed: 1), randomTensor([2, 5], seed: 2)],
      { $0.embed(ids, table: .trainable($1[0]), soft: $1[1], scale: 3.5) },
      { v in
        ReferenceArray(
          ids.flatMap { id in
            (0..<5).map { id >= 0 ? 3.5 * v[0][Int(id), $0] : v[1][-1 - Int(id), $0] }
          }, shape: [ids.count, 5])
      })
  }

  func testGate() {
    for kind in Activation.allCases {
      for count in OpsTests.sizes {
        GradientCheck().run(
          [randomTensor([count, 5], seed: 8, spread: 2), randomTensor([count, 5], seed: 9)],
          { $0.gate($1[0], by: $1[1], kind) },
          { Reference.gate($0[0], by: $0[1], kind) }, kind.rawValue)
      }
    }
  }

  func testHeadsRotatedAndGathered() {
    let cases: [(HeadLayout, pairs: Int)] = [
      (HeadLayout(count: 3, size: 10), 5), (HeadLayout(count: 1, size: 64), 32),
      (HeadLayout(count: 2, size: 7, first: 3, stride: 12), 2),
      (HeadLayout(count: 4, size: 5, first: 1, stride: 6), 0),
    ]
    for (layout, pairs) in cases {
      for rows in OpsTests.sizes {
        let positions = (0..<rows).map { Int32(($0 * 7 + 3) % 40) }
        let frequencies = (0..<pairs).map { Float(1 / Double($0 + 1)) }
        let rotation = Rotation(positions: positions, frequencies: frequencies, magnitude: 1.25)
        GradientCheck().run(
          [randomTensor([rows, layout.first + layout.count * layout.stride], seed: 4)],
          { $0.heads($1[0], layout, rotary: pairs > 0 ? rotation : nil) },
          {
            Reference.heads(
              $0[0], layout, positions: positions, frequencies: frequencies.map { Double($0) },
              magnitude: 1.25)
          }, "\(layout) \(pairs) \(rows)")
      }
    }
  }
}
