extension Tape {
  /// f(x), element by element; any shape.
  package func activation(_ x: Variable, _ kind: Activation) -> Variable {
    let count = x.value.count
    var result = Tensor.uninitialized(x.shape)
    Kernels.activation(kind, x.value.base, into: result.mutableBase, count: count)
    let input = x.value
    return record(result, from: x) { [slot = x.slot] dy in
      var dx = Tensor.uninitialized(dy.shape)
      Kernels.activationGradient(
        kind, input.base, dy: dy.base, into: dx.mutableBase, count: count)
      slot?.accumulate(dx)
    }
  }

  package func tanh(_ x: Variable) -> Variable { activation(x, .tanh) }
}
