import Checkpoints
import Tensors

extension Tape {
  func layerNorm(_ x: Variable, _ norm: Norm, epsilon: Float) -> Variable {
    layerNorm(x, scale: norm.scale, shift: norm.shift, epsilon: epsilon)
  }
}
