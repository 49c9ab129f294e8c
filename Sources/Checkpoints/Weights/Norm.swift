import Tensors

/// Scale and shift of a layer norm, `[H]` each.
package struct Norm {
  package let scale: Variable
  package let shift: Variable

  package init(scale: Variable, shift: Variable) {
    self.scale = scale
    self.shift = shift
  }
}
