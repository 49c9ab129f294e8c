import Tensors

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
