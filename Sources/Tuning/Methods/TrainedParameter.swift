import Tensors

/// A tensor that a method trains.
package struct TrainedParameter {
  package let name: String
  package let variable: Variable

  package init(_ name: String, _ variable: Variable) {
    self.name = name
    self.variable = variable
  }

  init(_ name: String, _ value: Tensor) {
    self.init(name, Variable(value, requiresGradient: true))
  }
}
