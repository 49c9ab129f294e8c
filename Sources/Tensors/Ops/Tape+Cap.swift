extension Tape {
  /// limit · tanh(x / limit), element by element; any shape.
  package func cap(_ x: Variable, at limit: Float) -> Variable {
    let count = x.value.count
    var result = x.value
    Kernels.cap(result.mutableBase, at: limit, count: count)
    // The slope 1 − tanh² follows from the result.
    return record(result, from: x) { [slot = x.slot, capped = result] dy in
      slot?.add(dy.shape) {
        Kernels.addCapGradient(capped.base, limit: limit, dy: dy.base, into: $0, count: count)
      }
    }
  }
}
