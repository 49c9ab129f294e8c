/// Which of a tensor's values are written as numbers: the ends of each dimension, their middle left
/// out where it is long.
struct TensorCorner {
  /// How many values of the last dimension are shown at either end, at most.
  static let widest = 4

  let shape: [Int]
  /// The indices to show along each dimension, nil for what is left out.
  let shown: [[Int?]]

  init(_ wholeShape: [Int], lastEnd: Int = widest) {
    // Deeper nesting than this says nothing and needs room: fold the leading dimensions.
    var shape = wholeShape
    while shape.count > 5 { shape.replaceSubrange(0..<2, with: [shape[0] * shape[1]]) }
    self.shape = shape
    shown = shape.enumerated().map { dimension, count in
      let end =
        switch shape.count - dimension {
        case 1: lastEnd
        case 2: 3
        default: dimension == shape.count - 3 ? 1 : 0
        }
      if count <= max(1, 2 * end) { return (0..<count).map { $0 } }
      let last = (0..<end).reversed().map { Optional(count - 1 - $0) }
      return (0..<max(1, end)).map { $0 } + [nil] + last
    }
  }

  /// Whether every value is shown.
  var isComplete: Bool { !shown.joined().contains(nil) }

  /// Where the shown values are, row by row.
  var positions: [Int] {
    zip(shape, shown).reduce([0]) { positions, dimension in
      positions.flatMap { position in
        dimension.1.compactMap { $0.map { position * dimension.0 + $0 } }
      }
    }
  }
}
