extension Tape {
  /// a + b, of one shape.
  package func add(_ a: Variable, _ b: Variable) -> Variable {
    precondition(a.shape == b.shape, "\(a.shape) + \(b.shape)")
    var result = Tensor.uninitialized(a.shape)
    Kernels.add(a.value.base, b.value.base, into: result.mutableBase, count: a.value.count)
    return record(result, from: a, b) { [aSlot = a.slot, bSlot = b.slot] dy in
      aSlot?.accumulate(dy)
      bSlot?.accumulate(dy)
    }
  }
}
