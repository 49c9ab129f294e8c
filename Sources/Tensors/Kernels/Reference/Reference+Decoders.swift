import Foundation

extension Reference {
  /// Over stretches of scale's length.
  package static func rmsNorm(
    _ x: ReferenceArray, scale: ReferenceArray, offset: Double = 0, epsilon: Double
  ) -> ReferenceArray {
    var result = x
    let width = scale.values.count
    for start in stride(from: 0, to: x.values.count, by: width) {
      let square = x.values[start..<start + width].reduce(0) { $0 + $1 * $1 } / Double(width)
      for i in 0..<width {
        result.values[start + i] *= (offset + scale.values[i]) / (square + epsilon).squareRoot()
      }
    }
    return result
  }

  package static func gate(
    _ gate: ReferenceArray, by value: ReferenceArray, _ kind: Activation
  ) -> ReferenceArray {
    ReferenceArray(
      zip(gate.values, value.values).map { activation($0, kind) * $1 }, shape: gate.shape)
  }

  /// A pair of elements as a complex number, times e^(i · position · frequency).
  package static func heads(
    _ x: ReferenceArray, _ layout: HeadLayout, positions: [Int32], frequencies: [Double],
    magnitude: Double
  ) -> ReferenceArray {
    var result = ReferenceArray.zeros([x.shape[0], layout.count * layout.size])
    let pairs = frequencies.count
    for row in 0..<x.shape[0] {
      for head in 0..<layout.count {
        for i in 0..<layout.size {
          let from = layout.first + head * layout.stride
          var y = x[row, from + i]
          if i < 2 * pairs {
            let angle = Double(positions[row]) * frequencies[i % pairs]
            let other = i < pairs ? -x[row, from + i + pairs] : x[row, from + i - pairs]
            y = (y * cos(angle) + other * sin(angle)) * magnitude
          }
          result[row, head * layout.size + i] = y
        }
      }
    }
    return result
  }
}
