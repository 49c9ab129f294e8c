/// What optimizers do to whole tensors in place.
extension Tensor {
  /// self += alpha · x, of one shape.
  mutating func accumulate(_ alpha: Float, _ x: Tensor) {
    precondition(x.count == count, "\(shape) += \(x.shape)")
    let out = mutableBase
    Kernels.accumulate(x.base, times: alpha, into: out, count: count)
  }

  package mutating func scale(by alpha: Float) {
    Kernels.scale(mutableBase, by: alpha, count: count)
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
          sums[index] = Kernels.sumOfSquares(base + start, count: min(elementGrain, count - start))
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
    Kernels.adamW(
      mutableBase, gradient: gradient.base, first: first.mutableBase, second: second.mutableBase,
      step: step, rate: rate, beta1: beta1, beta2: beta2, epsilon: epsilon, decay: decay,
      count: count)
  }
}
