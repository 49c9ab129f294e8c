import CKernels

extension Tape {
  /// f(x), element by element; any shape.
  package func activation(_ x: Variable, _ kind: Activation) -> Variable {
    let count = x.value.count
    var result = Tensor.uninitialized(x.shape)
    let out = result.mutableBase
    Threads.parallel(count, grain: elementGrain) { range in
      let start = range.lowerBound
      kernel_activation(kind.kernel, x.value.base + start, out + start, range.count)
    }
    let input = x.value
    return record(result, from: x) { [slot = x.slot] dy in
      var dx = Tensor.uninitialized(dy.shape)
      let out = dx.mutableBase
      Threads.parallel(count, grain: elementGrain) { range in
        let start = range.lowerBound
        kernel_activation_gradient(
          kind.kernel, input.base + start, dy.base + start, out + start, range.count)
      }
      slot?.accumulate(dx)
    }
  }

  package func tanh(_ x: Variable) -> Variable { activation(x, .tanh) }
}
