import Tensors
import Transformers

/// A layer y = x·Wᵀ + b that a method trains, as torch's Linear keeps it.
struct DenseLayer {
  let parameters: [TrainedParameter]
  private let weight: LinearWeight
  private let bias: Variable

  init<E>(
    _ name: String, inputs: Int, outputs: Int, _ values: ParameterValues<E>
  ) throws(E) {
    let bound = 1 / Double(inputs).squareRoot()
    let weight = TrainedParameter(
      "\(name).weight", try values("\(name).weight", [outputs, inputs], bound))
    let bias = TrainedParameter("\(name).bias", try values("\(name).bias", [outputs], bound))
    parameters = [weight, bias]
    self.weight = LinearWeight(trainable: weight.variable, orientation: .outputInput)
    self.bias = bias.variable
  }

  func callAsFunction(_ x: Variable, on tape: Tape) -> Variable {
    tape.linear(x, weight, bias: bias)
  }
}
