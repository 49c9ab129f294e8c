import Foundation

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
      Kernels.crossEntropyGradient(
        input.base, targets: targets, logSumExp: sums, weight: dy.base[0] / Float(rows),
        into: dx.mutableBase, rows: rows, width: width)
      slot?.accumulate(dx)
    }
  }
}

extension Tape {
  /// How much each row counts in a weighted cross entropy.
  package enum TargetWeights {
    /// One for each row.
    case rows([Float])
    /// One for each class: a row counts as much as its target does.
    case classes([Float])
  }

  /// The mean over rows of (1 − ε)·(−log p(target)) + ε/V·Σ −log p(class), with the weights of
  /// torch's `cross_entropy`: those of classes weigh each of its terms by its own class. logits [N,
  /// V] → [1].
  package func crossEntropy(
    _ logits: Variable, targets: [Int32], weights: TargetWeights?, smoothing: Double
  ) -> Variable {
    if weights == nil, smoothing == 0 { return crossEntropy(logits, targets: targets) }
    let (rows, width) = (logits.shape[0], logits.shape[1])
    precondition(targets.count == rows && rows > 0, "\(targets.count) targets for \(rows) rows")
    var ofRow = [Double](repeating: 1, count: rows)
    // What −log p of a class weighs in a row's smooth part, besides the row's own factor.
    var ofClass = [Double](repeating: 1, count: width)
    var rowFactor = ofRow
    switch weights {
    case .rows(let weights):
      precondition(weights.count == rows, "\(weights.count) weights for \(rows) rows")
      ofRow = weights.map { Double($0) }
      rowFactor = ofRow
    case .classes(let weights):
      precondition(weights.count == width, "\(weights.count) weights for \(width) classes")
      ofClass = weights.map { Double($0) }
      ofRow = targets.map { ofClass[Int($0)] }
    case nil: break
    }
    let ofAllClasses = ofClass.reduce(0, +)
    let total = ofRow.reduce(0, +)
    let (hard, smooth) = (1 - smoothing, smoothing / Double(width))
    let input = logits.value
    let sums = rowLogSumExp(input)
    var losses = [Double](repeating: 0, count: rows)
    losses.withUnsafeMutableBufferPointer { losses in
      nonisolated(unsafe) let losses = losses
      Threads.parallel(rows, grain: max(1, rowGrain(width) / 4)) { range in
        for row in range {
          let x = input.base + row * width
          let target = Double(x[Int(targets[row])])
          var sum = 0.0
          if smooth > 0 {
            for index in 0..<width { sum += ofClass[index] * Double(x[index]) }
            sum = ofAllClasses * sums[row] - sum
          }
          losses[row] = hard * ofRow[row] * (sums[row] - target) + smooth * rowFactor[row] * sum
        }
      }
    }
    let loss = Tensor([Float(losses.reduce(0, +) / total)], shape: [1])
    return record(loss, from: logits) { [slot = logits.slot] dy in
      var dx = Tensor.uninitialized([rows, width])
      nonisolated(unsafe) let out = dx.mutableBase
      let scale = Double(dy.base[0]) / total
      Threads.parallel(rows, grain: max(1, rowGrain(width) / 4)) { range in
        for row in range {
          let (x, y) = (input.base + row * width, out + row * width)
          let own = hard * ofRow[row] * scale
          let shared = smooth * rowFactor[row] * scale
          let ofProbability = own + shared * ofAllClasses
          for index in 0..<width {
            y[index] = Float(
              ofProbability * exp(Double(x[index]) - sums[row]) - shared * ofClass[index])
          }
          y[Int(targets[row])] -= Float(own)
        }
      }
      slot?.accumulate(dx)
    }
  }
}

/// log p of each row's target under softmax(logits); its log-sum-exp is summed in double. [N, V] →
/// [N].
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
    Kernels.logSumExp(x.base, into: sums, rows: rows, width: width)
  }
}
