import Foundation
import Tensors

/// Adam with decoupled weight decay (Loshchilov and Hutter 2019), ε 1e-8, as torch computes it.
final class AdamW: Optimizer {
  private let betas: [Double]
  private let decay: Double
  private var steps = 0
  private var means: [Tensor] = []
  private var squares: [Tensor] = []

  init(betas: [Double], decay: Double) {
    self.betas = betas
    self.decay = decay
  }

  func update(_ parameters: [Variable], rate: Double) {
    if means.isEmpty {
      means = parameters.map { .zeros($0.shape) }
      squares = means
    }
    steps += 1
    let update = AdamUpdate(
      rate: rate, beta1: betas[0], beta2: betas[1], epsilon: 1e-8, decay: decay, step: steps)
    for (index, parameter) in parameters.enumerated() {
      guard let gradient = parameter.gradient else { continue }
      update.apply(
        to: &parameter.value, gradient: gradient, mean: &means[index], square: &squares[index])
    }
  }

  var state: [String: Tensor] {
    var state = ["steps": Tensor([Float(steps)], shape: [1])]
    for index in means.indices {
      state["mean.\(index)"] = means[index]
      state["square.\(index)"] = squares[index]
    }
    return state
  }

  func restore(_ state: [String: Tensor], for parameters: [Variable]) throws(StateError) {
    steps = try state.count("steps")
    means = []
    squares = []
    guard steps > 0 else { return }
    for (index, parameter) in parameters.enumerated() {
      means.append(try state.tensor("mean.\(index)", shape: parameter.shape))
      squares.append(try state.tensor("square.\(index)", shape: parameter.shape))
    }
  }
}

/// One Adam step's figures, the bias corrections worked out once.
struct AdamUpdate {
  let beta1: Float
  let beta2: Float
  let keep: Float
  let stepSize: Float
  let rootCorrection: Float
  let epsilon: Float

  init(rate: Double, beta1: Double, beta2: Double, epsilon: Double, decay: Double, step: Int) {
    self.beta1 = Float(beta1)
    self.beta2 = Float(beta2)
    self.epsilon = Float(epsilon)
    keep = Float(1 - rate * decay)
    stepSize = Float(rate / (1 - pow(beta1, Double(step))))
    rootCorrection = Float((1 - pow(beta2, Double(step))).squareRoot())
  }

  func apply(
    to parameter: inout Tensor, gradient: Tensor, mean: inout Tensor, square: inout Tensor
  ) {
    parameter.withMutableValues { p in
      mean.withMutableValues { m in
        square.withMutableValues { s in
          gradient.withValues { g in
            for i in p.indices {
              p[i] *= keep
              m[i] += (g[i] - m[i]) * (1 - beta1)
              s[i] = s[i] * beta2 + g[i] * g[i] * (1 - beta2)
              let root = s[i].squareRoot() / rootCorrection + epsilon
              p[i] -= stepSize * (m[i] / root)
            }
          }
        }
      }
    }
  }
}
