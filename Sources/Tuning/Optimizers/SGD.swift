import Tensors

/// Gradient descent with momentum and decay added to the gradient, as torch's SGD computes it.
final class SGD: Optimizer {
  private let momentum: Float
  private let decay: Float
  private var velocities: [Tensor] = []

  init(momentum: Double, decay: Double) {
    self.momentum = Float(momentum)
    self.decay = Float(decay)
  }

  func update(_ parameters: [Variable], rate: Double) {
    let isFirst = velocities.isEmpty
    if isFirst { velocities = parameters.map { .zeros($0.shape) } }
    let rate = Float(rate)
    for (index, parameter) in parameters.enumerated() {
      guard let gradient = parameter.gradient else { continue }
      parameter.value.withMutableValues { p in
        velocities[index].withMutableValues { v in
          gradient.withValues { g in
            for i in p.indices {
              let slope = g[i] + decay * p[i]
              v[i] = isFirst ? slope : momentum * v[i] + slope
              p[i] -= rate * v[i]
            }
          }
        }
      }
    }
  }

  var state: [String: Tensor] {
    Dictionary(
      uniqueKeysWithValues: velocities.enumerated().map { ("velocity.\($0.offset)", $0.element) })
  }

  func restore(_ state: [String: Tensor], for parameters: [Variable]) throws(StateError) {
    velocities = []
    guard !state.isEmpty else { return }
    for (index, parameter) in parameters.enumerated() {
      velocities.append(try state.tensor("velocity.\(index)", shape: parameter.shape))
    }
  }
}
