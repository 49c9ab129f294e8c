import CKernels

/// What optimizers do to whole tensors in place.
extension Tensor {
  /// self += alpha · x, of one shape.
  mutating func accumulate(_ alpha: Float, _ x: Tensor) {
    precondition(x.count == count, "\(shape) += \(x.shape)")
    let out = mutableBase
    Threads.parallel(count, grain: elementGrain) { range in
      kernel_accumulate(
        alpha, x.base + range.lowerBound, out + range.lowerBound, range.count)
    }
  }

  package mutating func scale(by alpha: Float) {
    let out = mutableBase
    Threads.parallel(count, grain: elementGrain) { range in
      kernel_scale(alpha, out + range.lowerBound, range.count)
    }
  }

  /// Σ x², in double; the same whatever the number of threads.
  package var sumOfSquares: Double {
    let stretches = (count + elementGrain - 1) / elementGrain
    let sums = [Double](unsafeUninitializedCapacity: stretches) { buffer, filled in
      filled = stretches
      guard let sums = buffer.baseAddress else { return }
      Threads.parallel(stretches, grain: 1) { range in
        for index in range {
          let start = index * elementGrain
          sums[index] = kernel_sum_of_squares(base + start, min(elementGrain, count - start))
        }
      }
    }
    return sums.reduce(0, +)
  }

  /// One AdamW step on a parameter (Loshchilov and Hutter, 2019; PyTorch's order of operations).
  /// - Parameter step: 1 for the first.
  package mutating func adamW(
    gradient: Tensor, first: inout Tensor, second: inout Tensor, step: Int, rate: Double,
    beta1: Double, beta2: Double, epsilon: Double, decay: Double
  ) {
    precondition(gradient.count == count && first.count == count && second.count == count)
    var (power1, power2) = (1.0, 1.0)
    for _ in 0..<step { (power1, power2) = (power1 * beta1, power2 * beta2) }
    let keep = Float(1 - rate * decay)
    let stepSize = Float(rate / (1 - power1))
    let root = Float((1 - power2).squareRoot())
    let (parameter, m, v) = (mutableBase, first.mutableBase, second.mutableBase)
    Threads.parallel(count, grain: elementGrain) { range in
      let start = range.lowerBound
      kernel_adamw(
        parameter + start, gradient.base + start, m + start, v + start, keep, stepSize, root,
        Float(1 - beta1), Float(beta2), Float(1 - beta2), Float(epsilon), range.count)
    }
  }
}
