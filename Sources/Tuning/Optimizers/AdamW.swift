import Tensors

/// Adam with decoupled weight decay (Loshchilov and Hutter 2019), as torch computes it.
final class AdamW: Optimizer {
  private let betas: [Double]
  private let epsilon: Double
  private let decay: Double
  private var steps = 0
  private var means: [Tensor] = []
  private var squares: [Tensor] = []

  init(betas: [Double], epsilon: Double, decay: Double) {
    self.betas = betas
    self.epsilon = epsilon
    self.decay = decay
  }

  func update(_ parameters: [Variable], rate: Double) {
    if means.isEmpty {
      means = parameters.map { .zeros($0.shape) }
      squares = means
    }
    steps += 1
    for (index, parameter) in parameters.enumerated() {
      guard let gradient = parameter.gradient else { continue }
      parameter.value.adamW(
        gradient: gradient, first: &means[index], second: &squares[index], step: steps,
        rate: rate, beta1: betas[0], beta2: betas[1], epsilon: epsilon, decay: decay)
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
