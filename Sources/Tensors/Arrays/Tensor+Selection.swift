/// One index of an index expression, for one axis.
package enum TensorIndex: Sendable, Equatable {
  /// One element; the axis goes. Negative counts from the end.
  case at(Int)
  /// Elements start ..< stop; a nil end is open, negative counts from the end, and what is
  /// outside is left out, as in Python. A negative step runs backwards.
  case range(Int?, Int?, step: Int = 1)

  package static let all = TensorIndex.range(nil, nil)
}

extension Tensor {
  /// The part that the indexes pick, axis by axis; axes without an index are taken whole.
  package func slice(_ indexes: [TensorIndex]) throws(TensorError) -> Tensor {
    guard indexes.count <= rank else {
      throw .tooManyIndexes(count: indexes.count, shape: shape)
    }
    let all = rowMajorStrides
    var start = 0
    var target: [Int] = []
    var strides: [Int] = []
    for axis in shape.indices {
      let extent = shape[axis]
      switch axis < indexes.count ? indexes[axis] : .all {
      case .at(let index):
        let position = index < 0 ? index + extent : index
        guard position >= 0, position < extent else {
          throw .indexOutOfRange(index: index, extent: extent, axis: axis)
        }
        start += position * all[axis]
      case .range(let low, let high, let step):
        guard step != 0, step != Int.min else { throw .zeroStep(operation: "slice") }
        func bounded(_ index: Int?, _ open: Int, _ limits: ClosedRange<Int>) -> Int {
          guard let index else { return open }
          return min(max(index < 0 ? index + extent : index, limits.lowerBound), limits.upperBound)
        }
        let limits = step > 0 ? 0...extent : -1...max(-1, extent - 1)
        let first = bounded(low, step > 0 ? 0 : extent - 1, limits)
        let last = bounded(high, step > 0 ? extent : -1, limits)
        let distance = step > 0 ? last - first : first - last
        let count = distance > 0 ? (distance - 1) / abs(step) + 1 : 0
        target.append(count)
        // A step longer than the axis is never taken; its product could overflow.
        strides.append(count > 1 ? step * all[axis] : 0)
        start += count > 0 ? first * all[axis] : 0
      }
    }
    try Tensor.check(target)
    return strided(start: start, target, strides)
  }

  /// The entries `indices` along an axis: [V, H] and [2] give [2, H]. Negative counts from the end.
  package func take(_ indices: [Int], axis: Int = 0) throws(TensorError) -> Tensor {
    let axes = try Axes(shape, axis: axis)
    var positions: [Int] = []
    for index in indices {
      let position = index < 0 ? index + axes.extent : index
      guard position >= 0, position < axes.extent else {
        throw .indexOutOfRange(index: index, extent: axes.extent, axis: axis)
      }
      positions.append(position)
    }
    let target = axes.resized(positions.count)
    try Tensor.check(target)
    return Tensor(shape: target) { out in
      guard var next = out.baseAddress else { return }
      for outer in 0..<axes.outer {
        for position in positions {
          next.update(from: base + axes.offset(outer, position, 0), count: axes.inner)
          next += axes.inner
        }
      }
    }
  }

  /// Along an axis in ascending order; NaN comes last.
  package func sort(axis: Int = -1, descending: Bool = false) throws(TensorError) -> Tensor {
    try ordered(axis: axis, descending: descending, limit: nil).values
  }

  /// The positions that would sort the axis; equal values keep their order.
  package func argsort(axis: Int = -1, descending: Bool = false) throws(TensorError) -> Tensor {
    try ordered(axis: axis, descending: descending, limit: nil).positions
  }

  /// The k greatest along an axis, greatest first, and their indices.
  package func topk(
    _ k: Int, axis: Int = -1
  ) throws(TensorError) -> (values: Tensor, indices: Tensor) {
    let extent = try Axes(shape, axis: axis).extent
    guard (0...extent).contains(k) else {
      throw .countOutOfRange(operation: "topk", count: k, allowed: 0...extent)
    }
    let (values, positions) = try ordered(axis: axis, descending: true, limit: k)
    return (values, positions)
  }

  private func ordered(
    axis: Int, descending: Bool, limit: Int?
  ) throws(TensorError) -> (values: Tensor, positions: Tensor) {
    let axes = try Axes(shape, axis: axis)
    let kept = limit ?? axes.extent
    let target = axes.resized(kept)
    try Tensor.check(target)
    var values = Tensor.uninitialized(target)
    var positions = Tensor.uninitialized(target)
    let (out, indices) = (values.mutableBase, positions.mutableBase)
    func precedes(_ a: (Float, Int), _ b: (Float, Int)) -> Bool {
      if a.0 == b.0 || (a.0.isNaN && b.0.isNaN) { return a.1 < b.1 }
      if a.0.isNaN || b.0.isNaN { return b.0.isNaN }
      return descending ? a.0 > b.0 : a.0 < b.0
    }
    var comparisons = 0
    func sorted(_ pairs: [(Float, Int)]) -> [(Float, Int)] {
      let sorted = try? pairs.sorted { a, b in
        comparisons &+= 1
        if comparisons & 0xFFFF == 0, Interrupt.isRaised { throw Interrupt.Raised() }
        return precedes(a, b)
      }
      // Given up, its order is never seen.
      return sorted ?? pairs
    }
    for line in 0..<axes.outer * axes.inner {
      if Interrupt.isRaised { break }
      let (outer, inner) = (line / axes.inner, line % axes.inner)
      let pairs = (0..<axes.extent).map { (base[axes.offset(outer, $0, inner)], $0) }
      // A few of many: keep a short sorted list instead of sorting all.
      let sorted =
        kept * 8 < axes.extent
        ? Tensor.first(kept, of: pairs, by: precedes) : sorted(pairs)
      for (index, pair) in sorted.prefix(kept).enumerated() {
        out[(outer * kept + index) * axes.inner + inner] = pair.0
        indices[(outer * kept + index) * axes.inner + inner] = Float(pair.1)
      }
    }
    return (values, positions)
  }

  private static func first(
    _ count: Int, of pairs: [(Float, Int)], by precedes: ((Float, Int), (Float, Int)) -> Bool
  ) -> [(Float, Int)] {
    guard count > 0 else { return [] }
    var kept: [(Float, Int)] = []
    for pair in pairs {
      if kept.count == count, !precedes(pair, kept[count - 1]) { continue }
      if kept.count == count { kept.removeLast() }
      let position = kept.firstIndex { precedes(pair, $0) } ?? kept.count
      kept.insert(pair, at: position)
    }
    return kept
  }
}
