import Tensors

extension Tape {
  func linear(_ x: Variable, _ layer: Linear) -> Variable {
    linear(x, layer.weight, bias: layer.bias)
  }

  func layerNorm(_ x: Variable, _ norm: Norm, epsilon: Float) -> Variable {
    layerNorm(x, scale: norm.scale, shift: norm.shift, epsilon: epsilon)
  }
}
