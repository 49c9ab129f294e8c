import Foundation

/// Every kernel as the plain loops of its formula, in double; slow, and what tests compare the
/// kernels with.
package enum Reference {
  /// a [M, K] · b [K, N] → [M, N].
  package static func matmul(_ a: ReferenceArray, _ b: ReferenceArray) -> ReferenceArray {
    precondition(a.shape[1] == b.shape[0], "\(a.shape) @ \(b.shape)")
    var result = ReferenceArray.zeros([a.shape[0], b.shape[1]])
    for i in 0..<a.shape[0] {
      for j in 0..<b.shape[1] {
        for k in 0..<a.shape[1] { result[i, j] += a[i, k] * b[k, j] }
      }
    }
    return result
  }

  /// x·W + bias.
  package static func linear(
    _ x: ReferenceArray, _ weight: ReferenceArray, bias: ReferenceArray?
  ) -> ReferenceArray {
    var result = matmul(x, weight)
    guard let bias else { return result }
    for i in 0..<result.shape[0] {
      for j in 0..<result.shape[1] { result[i, j] += bias.values[j] }
    }
    return result
  }

  package static func layerNorm(
    _ x: ReferenceArray, scale: ReferenceArray, shift: ReferenceArray, epsilon: Double
  ) -> ReferenceArray {
    var result = x
    let width = x.shape[1]
    for i in 0..<x.shape[0] {
      let row = (0..<width).map { x[i, $0] }
      let mean = row.reduce(0, +) / Double(width)
      let variance = row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(width)
      let root = (variance + epsilon).squareRoot()
      for j in 0..<width {
        result[i, j] = (row[j] - mean) / root * scale.values[j] + shift.values[j]
      }
    }
    return result
  }

  package static func activation(_ x: Double, _ kind: Activation) -> Double {
    switch kind {
    case .gelu: 0.5 * x * (1 + erf(x / 2.0.squareRoot()))
    case .geluTanh: 0.5 * x * (1 + tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
    case .relu: max(0, x)
    case .silu: x / (1 + exp(-x))
    case .tanh: tanh(x)
    case .sigmoid: 1 / (1 + exp(-x))
    }
  }

  package static func activation(_ x: ReferenceArray, _ kind: Activation) -> ReferenceArray {
    ReferenceArray(x.values.map { activation($0, kind) }, shape: x.shape)
  }

  package static func logSumExp(_ row: [Double]) -> Double {
    let top = row.max() ?? -.infinity
    return top + log(row.reduce(0) { $0 + exp($1 - top) })
  }

  /// The mean of −log p(target) over rows, [1].
  package static func crossEntropy(_ logits: ReferenceArray, targets: [Int32]) -> ReferenceArray {
    let width = logits.shape[1]
    var total = 0.0
    for (i, target) in targets.enumerated() {
      let row = (0..<width).map { logits[i, $0] }
      total += logSumExp(row) - row[Int(target)]
    }
    return ReferenceArray([total / Double(targets.count)], shape: [1])
  }

  /// c · tanh(x / c).
  package static func cap(_ x: Double, at limit: Double?) -> Double {
    limit.map { $0 * tanh(x / $0) } ?? x
  }

  /// One query at a time over the keys that it sees. q [Nq, heads·d], k and v [Nk,
  /// keyValueHeads·d].
  /// - Parameter bias: what a head's scaled score of a query's and a key's row gains.
  package static func attention(
    query: ReferenceArray, key: ReferenceArray, value: ReferenceArray, heads: Int,
    keyValueHeads: Int, scale: Double, cap: Double? = nil,
    bias: (_ query: Int, _ key: Int, _ head: Int) -> Double = { _, _, _ in 0 },
    pattern: AttentionPattern
  ) -> ReferenceArray {
    let size = query.shape[1] / heads
    var result = ReferenceArray.zeros(query.shape)
    for block in pattern.blocks {
      for (position, row) in block.queries.enumerated() {
        let seen = block.keys.flatMap { span in
          span.range.enumerated().filter { index, _ in
            let first = span.windowStart.map { $0 + position } ?? 0
            return index >= first && (!span.isCausal || index <= position)
          }.map(\.element)
        }
        for head in 0..<heads where !seen.isEmpty {
          let group = head * keyValueHeads / heads
          let scores = seen.map { k in
            let score = (0..<size).reduce(0) {
              $0 + query[row, head * size + $1] * key[k, group * size + $1]
            }
            return Self.cap(score * scale, at: cap) + bias(row, k, head)
          }
          let sum = logSumExp(scores)
          for (score, k) in zip(scores, seen) {
            for d in 0..<size {
              result[row, head * size + d] += exp(score - sum) * value[k, group * size + d]
            }
          }
        }
      }
    }
    return result
  }
}
