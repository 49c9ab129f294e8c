import Random
import Tensors

/// Where a method's tensors come from, by name and shape; a fresh one is uniform within ±bound,
/// as torch draws the layers that it belongs to.
typealias ParameterValues<E: Error> =
  (_ name: String, _ shape: [Int], _ bound: Double) throws(E) -> Tensor

extension RandomGenerator {
  /// Uniform within ±bound.
  mutating func uniform(_ shape: [Int], within bound: Double) -> Tensor {
    let count = shape.reduce(1, *)
    return Tensor((0..<count).map { _ in Float(bound * (2 * uniform() - 1)) }, shape: shape)
  }

  mutating func normal(_ shape: [Int], deviation: Double) -> Tensor {
    let count = shape.reduce(1, *)
    return Tensor((0..<count).map { _ in Float(deviation * normal()) }, shape: shape)
  }
}
