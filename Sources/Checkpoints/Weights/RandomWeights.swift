import Foundation
import Random
import Tensors

/// Fresh weights from a seed, N(0, 0.02) as GPT-2 was started: residual projections scaled by
/// 1/√(2L), norms at what makes them one, biases at zero.
package final class RandomWeights: WeightSource {
  private let seed: UInt64
  private let layers: Int
  private let norm: Float
  /// The matrix whose rows were read last: they are drawn in one stream.
  private var last: (name: String, tensor: Tensor)?

  package init(seed: UInt64, layers: Int, norm: Float = 1) {
    self.seed = seed
    self.layers = layers
    self.norm = norm
  }

  package var isDrawn: Bool { true }

  package func contains(_ name: String) -> Bool { true }

  package func file(of name: String) -> URL? { nil }

  package func check(_ name: String, shape: [Int]) throws {}

  /// What ends the branches that are added to the residual stream.
  private static let residuals = [
    "c_proj", "o_proj", "down_proj", "attention.dense", "dense_4h_to_h", "out_proj", "fc2",
    "Attention.o", "DenseReluDense.wo",
  ].map { $0 + ".weight" }

  package func checkedTensor(_ name: String, shape: [Int]) -> Tensor {
    if shape.count == 1 { return .full(name.hasSuffix(".weight") ? norm : 0, shape) }
    // Each tensor has a stream of its own, so that the order of reading doesn't matter.
    var stream = seed &* 0x9E37_79B9_7F4A_7C15
    for byte in name.utf8 { stream = (stream ^ UInt64(byte)) &* 0x100_0000_01B3 }
    var generator = RandomGenerator(seed: stream)
    var deviation = 0.02
    // A head of its own isn't at the end of a residual branch, whatever its layers are called.
    if layers > 0, Self.residuals.contains(where: name.hasSuffix) {
      deviation /= (2 * Double(layers)).squareRoot()
    }
    let count = shape.reduce(1, *)
    return Tensor((0..<count).map { _ in Float(generator.normal() * deviation) }, shape: shape)
  }

  package func checkedRows(_ name: String, shape: [Int], rows: Range<Int>) -> Tensor {
    if last?.name != name { last = (name, checkedTensor(name, shape: shape)) }
    guard let tensor = last?.tensor else { preconditionFailure("just drawn") }
    if rows.upperBound == shape[0] { last = nil }
    return rows.count == shape[0] ? tensor : tensor.rows(rows)
  }
}
