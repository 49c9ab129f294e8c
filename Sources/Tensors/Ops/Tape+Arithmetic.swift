import CKernels

extension Tape {
  /// a + b, of one shape.
  package func add(_ a: Variable, _ b: Variable) -> Variable {
    precondition(a.shape == b.shape, "\(a.shape) + \(b.shape)")
    let result = combine(a.value, b.value) { kernel_add($0, $1, $2, $3) }
    return record(result, from: a, b) { [aSlot = a.slot, bSlot = b.slot] dy in
      aSlot?.accumulate(dy)
      bSlot?.accumulate(dy)
    }
  }

  /// a · b element by element, of one shape.
  package func mul(_ a: Variable, _ b: Variable) -> Variable {
    precondition(a.shape == b.shape, "\(a.shape) · \(b.shape)")
    let (aValue, bValue) = (a.value, b.value)
    let result = combine(aValue, bValue) { kernel_multiply($0, $1, $2, $3) }
    return record(result, from: a, b) { [self, aSlot = a.slot, bSlot = b.slot] dy in
      aSlot?.accumulate(combine(dy, bValue) { kernel_multiply($0, $1, $2, $3) })
      bSlot?.accumulate(combine(dy, aValue) { kernel_multiply($0, $1, $2, $3) })
    }
  }

  private func combine(
    _ a: Tensor, _ b: Tensor,
    _ body: (UnsafePointer<Float>, UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void
  ) -> Tensor {
    var result = Tensor.uninitialized(a.shape)
    let out = result.mutableBase
    Threads.parallel(a.count, grain: elementGrain) { range in
      let start = range.lowerBound
      body(a.base + start, b.base + start, out + start, range.count)
    }
    return result
  }
}
