/// What keeps a saved state from being read, or from a run that would continue from it.
package enum StateError: Error, Hashable {
  /// The header isn't the JSON that a run writes.
  case notAHeader
  /// A field of the header or a tensor that no run can have left.
  case malformed(field: String, reason: String)
  case missingTensor(String)

  /// The run was trained by another optimizer.
  case otherOptimizer(saved: OptimizerKind, declared: OptimizerKind)
  case wrongShape(String, expected: [Int], found: [Int])
  /// A count that no optimizer has come to.
  case wrongCount(String)
}

extension StateError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notAHeader: "the state isn't valid pts JSON"
    case .malformed(let field, let reason): "\(field) \(reason)"
    case .missingTensor(let name): "there is no tensor `\(name)`"
    case .otherOptimizer(let saved, let declared):
      "the run was trained with \(saved.rawValue), and `optimizer` is \(declared.rawValue)"
    case .wrongShape(let name, let expected, let found):
      "tensor `\(name)` has shape \(found), the run needs \(expected)"
    case .wrongCount(let name): "tensor `\(name)` isn't a count of steps"
    }
  }
}
