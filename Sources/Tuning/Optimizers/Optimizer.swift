import Tensors

/// Moves parameters against their gradients, and can be saved and restored bit for bit.
package protocol Optimizer: AnyObject {
  /// One update of every parameter from its gradient; a parameter without one stays.
  func update(_ parameters: [Variable], rate: Double)

  /// Everything the next update depends on besides parameters and gradients, by name.
  var state: [String: Tensor] { get }

  /// Continues from a state that `state` gave. Throws when it doesn't fit the parameters.
  func restore(_ state: [String: Tensor], for parameters: [Variable]) throws(StateError)
}

extension Hyperparameters {
  func makeOptimizer() -> any Optimizer {
    switch optimizer {
    case .adamW: AdamW(betas: betas, epsilon: epsilon, decay: decay)
    case .adafactor: Adafactor(decay: decay)
    case .sgd: SGD(momentum: momentum, decay: decay)
    }
  }
}

/// The euclidean norm of all gradients together; scales them down when it exceeds `limit`, as
/// torch's `clip_grad_norm_` does.
///
/// - Returns: the norm before clipping.
@discardableResult
func clipGradients(_ parameters: [Variable], limit: Double?) -> Double {
  var sum = 0.0
  for parameter in parameters {
    sum += parameter.gradient?.sumOfSquares ?? 0
  }
  let norm = sum.squareRoot()
  if let limit {
    let factor = limit / (norm + 1e-6)
    if factor < 1 {
      for parameter in parameters {
        parameter.gradient?.scale(by: Float(factor))
      }
    }
  }
  return norm
}

extension Dictionary where Key == String, Value == Tensor {
  func tensor(_ name: String, shape: [Int]) throws(StateError) -> Tensor {
    guard let found = self[name] else { throw .missingTensor(name) }
    guard found.shape == shape else {
      throw .wrongShape(name, expected: shape, found: found.shape)
    }
    return found
  }

  /// A count of updates, kept in a tensor of one value (exact to 2²⁴).
  func count(_ name: String) throws(StateError) -> Int {
    let value = try tensor(name, shape: [1]).values[0]
    guard value >= 0, value <= 16_777_216, value == value.rounded() else { throw .wrongCount(name) }
    return Int(value)
  }
}
