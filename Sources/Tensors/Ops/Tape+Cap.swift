import CKernels

extension Tape {
  /// limit · tanh(x / limit), element by element; any shape.
  package func cap(_ x: Variable, at limit: Float) -> Variable {
    let count = x.value.count
    var result = x.value
    let out = result.mutableBase
    Threads.parallel(count, grain: elementGrain) { range in
      kernel_cap(out + range.lowerBound, limit, range.count)
    }
    // The slope 1 − tanh² is at hand in the result.
    return record(result, from: x) { [slot = x.slot, capped = result] dy in
      slot?.add(dy.shape) { dx in
        Threads.parallel(count, grain: elementGrain) { range in
          let start = range.lowerBound
          kernel_cap_gradient(
            capped.base + start, limit, dy.base + start, dx + start, range.count)
        }
      }
    }
  }
}
