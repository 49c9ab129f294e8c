import Foundation

/// The values along one axis of a tensor, in double.
struct Line {
  let start: UnsafePointer<Float>
  let count: Int
  let stride: Int

  @inline(__always)
  subscript(index: Int) -> Double { Double(start[index * stride]) }

  func reduce(_ reduction: Reduction, ddof: Int = 0) -> Double {
    switch reduction {
    case .sum: sum
    case .mean: sum / Double(count)
    case .prod: fold(1) { $0 * $1 }
    case .min: self[best { $0 < $1 }]
    case .max: self[best { $0 > $1 }]
    case .argmin: Double(best { $0 < $1 })
    case .argmax: Double(best { $0 > $1 })
    case .any: fold(0) { $1 != 0 ? 1 : $0 }
    case .all: fold(1) { $1 == 0 ? 0 : $0 }
    case .variance: variance(ddof)
    case .std: variance(ddof).squareRoot()
    case .norm: fold(0) { $0 + $1 * $1 }.squareRoot()
    case .norm1: fold(0) { $0 + abs($1) }
    case .maximumNorm: fold(0) { $0.isNaN || $0 > abs($1) ? $0 : abs($1) }
    }
  }

  var logSumExp: Double {
    let top = fold(-.infinity) { $0.isNaN || $0 > $1 ? $0 : $1 }
    guard top.isFinite else { return top }
    return top + log(fold(0) { $0 + exp($1 - top) })
  }

  private var sum: Double { fold(0) { $0 + $1 } }

  private func variance(_ ddof: Int) -> Double {
    let mean = sum / Double(count)
    return fold(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count - ddof)
  }

  func quantile(_ share: Double) -> Double {
    let sorted = (0..<count).map { self[$0] }.sorted()
    guard !sorted.contains(where: \.isNaN) else { return .nan }
    let position = share * Double(count - 1)
    let below = Int(position.rounded(.down))
    guard below + 1 < count else { return sorted[count - 1] }
    return sorted[below] + (sorted[below + 1] - sorted[below]) * (position - Double(below))
  }

  @inline(__always)
  private func fold(_ initial: Double, _ body: (Double, Double) -> Double) -> Double {
    var result = initial
    for index in 0..<count { result = body(result, self[index]) }
    return result
  }

  /// The first position that nothing beats; the first NaN, where there is one.
  private func best(_ beats: (Double, Double) -> Bool) -> Int {
    var position = 0
    for index in 0..<count {
      if self[index].isNaN { return index }
      if beats(self[index], self[position]) { position = index }
    }
    return position
  }
}

func exponential(_ x: Double) -> Double { exp(x) }
