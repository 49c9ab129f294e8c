import CKernels

extension Tape {
  /// The mean over rows of −log softmax(logits)[target]. logits [N, V] → [1].
  package func crossEntropy(_ logits: Variable, targets: [Int32]) -> Variable {
    let (rows, width) = (logits.shape[0], logits.shape[1])
    precondition(targets.count == rows && rows > 0, "\(targets.count) targets for \(rows) rows")
    let input = logits.value
    let sums = rowLogSumExp(input)
    var total = 0.0
    for (row, target) in targets.enumerated() {
      precondition(target >= 0 && target < width, "target \(target) of \(width)")
      total += sums[row] - Double(input.base[row * width + Int(target)])
    }
    let loss = Tensor([Float(total / Double(rows))], shape: [1])
    return record(loss, from: logits) { [slot = logits.slot] dy in
      var dx = Tensor.uninitialized([rows, width])
      let out = dx.mutableBase
      let weight = dy.base[0] / Float(rows)
      Threads.parallel(rows, grain: max(1, rowGrain(width) / 4)) { range in
        let offset = range.lowerBound * width
        sums.withUnsafeBufferPointer { sums in
          targets.withUnsafeBufferPointer { targets in
            guard let sums = sums.baseAddress, let targets = targets.baseAddress else { return }
            kernel_cross_entropy_gradient(
              input.base + offset, targets + range.lowerBound, sums + range.lowerBound, weight,
              out + offset, range.count, width)
          }
        }
      }
      slot?.accumulate(dx)
    }
  }
}

/// log p of each row's target under softmax(logits); its log-sum-exp is summed in double. [N, V] → [N].
package func targetLogProbabilities(_ logits: Tensor, targets: [Int32]) -> [Float] {
  precondition(logits.rank == 2 && targets.count == logits.shape[0], "a target for each row")
  let width = logits.shape[1]
  return zip(targets, rowLogSumExp(logits)).enumerated().map { row, pair in
    precondition(pair.0 >= 0 && pair.0 < width, "target \(pair.0) of \(width)")
    return Float(Double(logits.base[row * width + Int(pair.0)]) - pair.1)
  }
}

/// log Σ exp of each row of [N, V].
func rowLogSumExp(_ x: Tensor) -> [Double] {
  let (rows, width) = (x.shape[0], x.shape[1])
  return [Double](unsafeUninitializedCapacity: rows) { buffer, count in
    count = rows
    guard let sums = buffer.baseAddress else { return }
    Threads.parallel(rows, grain: max(1, rowGrain(width) / 4)) { range in
      kernel_log_sum_exp(
        x.base + range.lowerBound * width, sums + range.lowerBound, range.count, width)
    }
  }
}
