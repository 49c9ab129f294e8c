import CKernels

extension Tape {
  /// limit · tanh(x / limit), element by element; any shape.
  package func cap(_ x: Variable, at limit: Float) -> Variable {
    let count = x.value.count
    var result = x.value
    let out = result.mutableBase
    Threads.parallel(count, grain: elementGrain) { range in
      kernel_cap(out + range.lowerBound, nil, 1, limit, 1, range.count, range.count)
    }
    // The slope 1 − tanh² is at hand in the result.
    return record(result, from: x) { [slot = x.slot, capped = result] dy in
      slot?.add(dy.shape) { dx in
        Threads.parallel(count, grain: elementGrain) { range in
          for index in range {
            let share = capped.base[index] / limit
            dx[index] += dy.base[index] * (1 - share * share)
          }
        }
      }
    }
  }
}
