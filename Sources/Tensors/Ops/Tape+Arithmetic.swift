import CKernels

extension Tape {
  /// a + b, of one shape.
  package func add(_ a: Variable, _ b: Variable) -> Variable {
    precondition(a.shape == b.shape, "\(a.shape) + \(b.shape)")
    var result = Tensor.uninitialized(a.shape)
    let out = result.mutableBase
    Threads.parallel(a.value.count, grain: elementGrain) { range in
      let start = range.lowerBound
      kernel_add(a.value.base + start, b.value.base + start, out + start, range.count)
    }
    return record(result, from: a, b) { [aSlot = a.slot, bSlot = b.slot] dy in
      aSlot?.accumulate(dy)
      bSlot?.accumulate(dy)
    }
  }
}
