import Foundation

/// What one tensor does element by element.
package enum UnaryOperation: String, Sendable, CaseIterable {
  case negate, exp, log, log2, log10, sqrt, square, abs, tanh, sin, cos, tan, sign, floor, ceil
  /// Halves go to the even neighbour, as in NumPy.
  case round
  case sigmoid, erf, relu, gelu
  case isNaN = "isnan"
  case isFinite = "isfinite"
  case not
}

extension Tensor {
  package func apply(_ operation: UnaryOperation) throws(TensorError) -> Tensor {
    try Tensor.check(shape)
    switch operation {
    case .negate: return map { -$0 }
    case .exp: return filled(by: Kernels.exp)
    case .tanh: return filled(by: Kernels.tanh)
    case .sigmoid: return filled(by: Kernels.sigmoid)
    case .erf: return filled(by: Kernels.erf)
    case .gelu: return filled { Kernels.activation(.gelu, $0, into: $1, count: $2) }
    case .log: return map { Foundation.log($0) }
    case .log2: return map { Foundation.log2($0) }
    case .log10: return map { Foundation.log10($0) }
    case .sqrt: return map { $0.squareRoot() }
    case .square: return map { $0 * $0 }
    case .abs: return map { Swift.abs($0) }
    case .sin: return map { Foundation.sin($0) }
    case .cos: return map { Foundation.cos($0) }
    case .tan: return map { Foundation.tan($0) }
    case .sign: return map { $0 > 0 ? 1 : $0 < 0 ? -1 : $0 }
    case .floor: return map { $0.rounded(.down) }
    case .ceil: return map { $0.rounded(.up) }
    case .round: return map { $0.rounded(.toNearestOrEven) }
    case .relu: return map { $0 < 0 ? 0 : $0 }
    case .isNaN: return map { $0.isNaN ? 1 : 0 }
    case .isFinite: return map { $0.isFinite ? 1 : 0 }
    case .not: return map { $0 == 0 ? 1 : 0 }
    }
  }

  /// Every value moved into low ... high; a nil end is open.
  package func clip(_ low: Float?, _ high: Float?) throws(TensorError) -> Tensor {
    try Tensor.check(shape)
    return map { value in
      let raised = low.map { value < $0 ? $0 : value } ?? value
      return high.map { raised > $0 ? $0 : raised } ?? raised
    }
  }

  @inline(__always)
  func map(_ f: (Float) -> Float) -> Tensor {
    filled { x, y, count in
      Threads.parallel(count, grain: elementGrain) { range in
        for i in range { y[i] = f(x[i]) }
      }
    }
  }

  /// A tensor of this shape that a kernel fills from this one's values.
  @inline(__always)
  private func filled(
    by kernel: (_ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int) -> Void
  ) -> Tensor {
    var result = Tensor.uninitialized(shape)
    kernel(base, result.mutableBase, count)
    return result
  }

  /// Whether |a − b| ≤ absolute + relative · |b| everywhere, after broadcasting; NaN is close to
  /// nothing, unless `nanIsEqual`.
  package static func allClose(
    _ a: Tensor, _ b: Tensor, relative: Float = 1e-5, absolute: Float = 1e-8,
    nanIsEqual: Bool = false
  ) throws(TensorError) -> Bool {
    let close = try Broadcast("allclose", a.shape, b.shape).map(a, b) { x, y in
      x == y || Swift.abs(x - y) <= absolute + relative * Swift.abs(y)
        || (nanIsEqual && x.isNaN && y.isNaN) ? 1 : 0
    }
    return close.withValues { values in values.allSatisfy { $0 == 1 } }
  }
}
