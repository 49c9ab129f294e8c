import Foundation

/// What two tensors do element by element. Comparisons give 1 and 0.
package enum BinaryOperation: String, Sendable, CaseIterable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case power = "^"
  /// With the sign of the divisor, as in Python.
  case modulo = "%"
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessEqual = "<="
  case greater = ">"
  case greaterEqual = ">="
  case maximum, minimum
}

extension Tensor {
  /// a ∘ b with NumPy's broadcasting: shapes aligned at the right, extents of 1 stretched.
  package static func apply(
    _ operation: BinaryOperation, _ a: Tensor, _ b: Tensor
  ) throws(TensorError) -> Tensor {
    let broadcast = try Broadcast(operation.rawValue, a.shape, b.shape)
    // One closure a case, so that each becomes a loop of its own.
    switch operation {
    case .add: return broadcast.map(a, b) { $0 + $1 }
    case .subtract: return broadcast.map(a, b) { $0 - $1 }
    case .multiply: return broadcast.map(a, b) { $0 * $1 }
    case .divide: return broadcast.map(a, b) { $0 / $1 }
    case .power: return broadcast.map(a, b) { $1 == 2 ? $0 * $0 : pow($0, $1) }
    case .modulo: return broadcast.map(a, b) { floorModulo($0, $1) }
    case .equal: return broadcast.map(a, b) { $0 == $1 ? 1 : 0 }
    case .notEqual: return broadcast.map(a, b) { $0 != $1 ? 1 : 0 }
    case .less: return broadcast.map(a, b) { $0 < $1 ? 1 : 0 }
    case .lessEqual: return broadcast.map(a, b) { $0 <= $1 ? 1 : 0 }
    case .greater: return broadcast.map(a, b) { $0 > $1 ? 1 : 0 }
    case .greaterEqual: return broadcast.map(a, b) { $0 >= $1 ? 1 : 0 }
    case .maximum: return broadcast.map(a, b) { $0.isNaN || $0 > $1 ? $0 : $1 }
    case .minimum: return broadcast.map(a, b) { $0.isNaN || $0 < $1 ? $0 : $1 }
    }
  }

  private static func floorModulo(_ a: Float, _ b: Float) -> Float {
    let remainder = fmod(a, b)
    return remainder != 0 && (remainder < 0) != (b < 0) ? remainder + b : remainder
  }

  /// Where `condition` isn't 0 the value of a, elsewhere of b; all three broadcast.
  package static func select(
    _ condition: Tensor, _ a: Tensor, _ b: Tensor
  ) throws(TensorError) -> Tensor {
    let shape = try Broadcast("where", a.shape, b.shape).shape
    let whole = try Broadcast("where", condition.shape, shape).shape
    let (mask, left) = (try condition.broadcast(to: whole), try a.broadcast(to: whole))
    let right = try b.broadcast(to: whole)
    return Tensor(shape: whole) {
      for i in $0.indices { $0[i] = mask.base[i] != 0 ? left.base[i] : right.base[i] }
    }
  }

  package func broadcast(to target: [Int]) throws(TensorError) -> Tensor {
    if shape == target { return self }
    let broadcast = try Broadcast("broadcast", shape, target)
    guard broadcast.shape == target else {
      throw .shapesDiffer(operation: "broadcast", shape, target)
    }
    return broadcast.map(self, .scalar(0), stretchedB: true) { value, _ in value }
  }
}

/// How two shapes are broadcast together: the shape of the result, and each operand's strides in
/// it.
struct Broadcast {
  let shape: [Int]
  private let stridesA: [Int]
  private let stridesB: [Int]

  init(_ operation: String, _ a: [Int], _ b: [Int]) throws(TensorError) {
    let rank = max(a.count, b.count)
    var shape: [Int] = []
    let left = Array(repeating: 1, count: rank - a.count) + a
    let right = Array(repeating: 1, count: rank - b.count) + b
    for (x, y) in zip(left, right) {
      guard x == y || x == 1 || y == 1 else {
        throw .shapesDiffer(operation: operation, a, b)
      }
      shape.append(x == 1 ? y : x)
    }
    try Tensor.check(shape)
    self.shape = shape
    stridesA = Self.strides(of: left, in: shape)
    stridesB = Self.strides(of: right, in: shape)
  }

  private static func strides(of extents: [Int], in shape: [Int]) -> [Int] {
    var step = 1
    return zip(extents, shape).reversed().map { extent, _ in
      defer { step *= extent }
      return extent == 1 ? 0 : step
    }.reversed()
  }

  /// `stretchedB` says that b is unused and only its first element is read.
  @inline(__always)
  func map(
    _ a: Tensor, _ b: Tensor, stretchedB: Bool = false, _ f: (Float, Float) -> Float
  ) -> Tensor {
    var result = Tensor.uninitialized(shape)
    guard result.count > 0 else { return result }
    let out = result.mutableBase
    let stridesB = stretchedB ? shape.map { _ in 0 } : stridesB
    let width = shape.last ?? 1
    let (stepA, stepB) = (stridesA.last ?? 0, stridesB.last ?? 0)
    let outer = Array(shape.dropLast())
    Threads.parallel(result.count / width, grain: rowGrain(width)) { rows in
      for row in rows {
        let x = a.base + Self.offset(row, outer, stridesA)
        let y = b.base + Self.offset(row, outer, stridesB)
        let z = out + row * width
        switch (stepA, stepB) {
        case (1, 1): for i in 0..<width { z[i] = f(x[i], y[i]) }
        case (1, 0): for i in 0..<width { z[i] = f(x[i], y[0]) }
        case (0, 1): for i in 0..<width { z[i] = f(x[0], y[i]) }
        default: for i in 0..<width { z[i] = f(x[0], y[0]) }
        }
      }
    }
    return result
  }

  /// Where row `row` of the outer axes begins in an operand.
  private static func offset(_ row: Int, _ outer: [Int], _ strides: [Int]) -> Int {
    var (rest, offset) = (row, 0)
    for axis in outer.indices.reversed() {
      offset += rest % outer[axis] * strides[axis]
      rest /= outer[axis]
    }
    return offset
  }
}
