import Tensors

/// A linear layer y = x·W + b, W `[K, N]`, under its bare name in the checkpoint.
package struct Linear {
  package let name: String
  package let weight: LinearWeight
  package let bias: Variable?

  package init(name: String, weight: LinearWeight, bias: Variable?) {
    self.name = name
    self.weight = weight
    self.bias = bias
  }
}
