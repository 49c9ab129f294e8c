/// What keeps a method from a model, or saved tensors from being a method's.
package enum MethodError: Error, Hashable {
  case missing(String)
  case wrongShape(String, found: [Int], expected: String)
  /// A tensor that the method doesn't have: it is another network's.
  case unknown(String)
  /// A layer that the model lacks, and the last parts of the names that it has.
  case noSuchLayer(String, known: [String])
  /// Low-rank updates go beside frozen weights only.
  case trainableBase
}

extension MethodError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .missing(let name): "has no tensor `\(name)`"
    case .wrongShape(let name, let found, let expected):
      "tensor `\(name)` has shape \(found), the method needs \(expected)"
    case .unknown(let name): "holds a tensor `\(name)`, which is another network's"
    case .noSuchLayer(let name, let known):
      "the model has no linear layer `\(name)`; it has \(known.joined(separator: ", "))"
    case .trainableBase: "low-rank updates need a frozen base"
    }
  }
}
