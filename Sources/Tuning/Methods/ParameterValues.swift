import Tensors

/// Where a method's tensors come from, asked for by name and shape; a fresh one is uniform within ±bound,
/// as torch draws the layers that it belongs to.
typealias ParameterValues<E: Error> =
  (_ name: String, _ shape: [Int], _ bound: Double) throws(E) -> Tensor

/// What keeps saved tensors from being a method's.
package enum MethodError: Error, Hashable {
  case missing(String)
  case wrongShape(String, found: [Int], expected: String)
  /// A tensor that the method has no place for: it is another network's.
  case unknown(String)
}

/// A method's tensors as a file kept them.
struct SavedParameters {
  let tensors: [String: Tensor]

  /// - Parameter shape: what it must be.
  func tensor(_ name: String, shape: [Int]) throws(MethodError) -> Tensor {
    let found = try tensor(name, rank: shape.count)
    guard found.shape == shape else {
      throw .wrongShape(name, found: found.shape, expected: "\(shape)")
    }
    return found
  }

  /// A tensor of that many dimensions, none of them empty: what the other shapes follow from.
  func tensor(_ name: String, rank: Int) throws(MethodError) -> Tensor {
    guard let found = tensors[name] else { throw .missing(name) }
    guard found.rank == rank, !found.shape.contains(0) else {
      throw .wrongShape(name, found: found.shape, expected: "\(rank) dimensions")
    }
    return found
  }

  /// Throws where a tensor is none of `parameters`.
  func check(_ parameters: [TrainedParameter]) throws(MethodError) {
    let left = Set(tensors.keys).subtracting(parameters.map(\.name))
    if let name = left.min() { throw .unknown(name) }
  }
}

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
