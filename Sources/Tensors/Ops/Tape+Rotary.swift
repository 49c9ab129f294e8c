import CKernels
import Foundation

/// Cosines and sines of N tokens' positions under R/2 frequencies, as rotary embeddings use them
/// (Su et al. 2021).
package struct Rotation: Sendable {
  /// R/2: each token has one angle for a pair of elements.
  package let pairs: Int
  /// [N, R/2] each.
  fileprivate let cosines: Tensor
  fileprivate let sines: Tensor

  /// - Parameters:
  ///   - frequencies: radians a position, R/2 of them.
  ///   - magnitude: what the rotated elements are multiplied by.
  package init(positions: [Int32], frequencies: [Float], magnitude: Float) {
    pairs = frequencies.count
    var cosines = Tensor.uninitialized([positions.count, frequencies.count])
    var sines = cosines
    let (cosine, sine) = (cosines.mutableBase, sines.mutableBase)
    for (token, position) in positions.enumerated() {
      for (pair, frequency) in frequencies.enumerated() {
        // Rounded to f32 as the models were trained with it.
        let angle = Float(position) * frequency
        cosine[token * pairs + pair] = cos(angle) * magnitude
        sine[token * pairs + pair] = sin(angle) * magnitude
      }
    }
    self.cosines = cosines
    self.sines = sines
  }

  private init(cosines: Tensor, sines: Tensor) {
    pairs = cosines.shape[1]
    (self.cosines, self.sines) = (cosines, sines)
  }

  /// The angles of some of the tokens.
  package func rows(_ rows: [Int32]) -> Rotation {
    func gathered(_ angles: Tensor) -> Tensor {
      Tape(recording: false).gatherRows(Variable(angles), rows).value
    }
    return Rotation(cosines: gathered(cosines), sines: gathered(sines))
  }

  var tokens: Int { cosines.shape[0] }
}

/// Where the heads of a variable [N, C] lie: head h takes `size` columns from `first` + h · `stride`.
package struct HeadLayout: Sendable {
  package let count: Int
  package let size: Int
  package let first: Int
  package let stride: Int

  /// - Parameter stride: `size` where it is nil: head after head.
  package init(count: Int, size: Int, first: Int = 0, stride: Int? = nil) {
    self.count = count
    self.size = size
    self.first = first
    self.stride = stride ?? size
  }

  var width: Int { count * size }
}

extension Tape {
  /// The heads of x [N, C], head after head [N, heads · size], each token's turned by its own angle:
  /// elements i and i + R/2 of a head are a pair for i < R/2, the others stay. Without a rotation the heads
  /// are only gathered.
  package func heads(_ x: Variable, _ layout: HeadLayout, turnedBy rotation: Rotation?) -> Variable
  {
    let (rows, columns) = (x.shape[0], x.shape[1])
    let pairs = rotation?.pairs ?? 0
    precondition(
      layout.first + (layout.count - 1) * layout.stride + layout.size <= columns
        && 2 * pairs <= layout.size && rotation.map { $0.tokens == rows } ?? true,
      "heads of \(layout.size) in \(x.shape), \(pairs) pairs turned")
    var result = Tensor.uninitialized([rows, layout.width])
    let (source, out) = (x.value, result.mutableBase)
    let grain = rowGrain(layout.width)
    Threads.parallel(rows, grain: grain) { range in
      for row in range {
        let (cosine, sine) = angles(rotation, row)
        kernel_turn_heads(
          source.base + row * columns + layout.first, layout.stride, cosine, sine,
          out + row * layout.width, layout.size, layout.count, pairs, layout.size)
      }
    }
    let wanted = x.gradientRows
    return record(result, from: x, gradientRows: wanted) { [slot = x.slot] dy in
      let first = wanted?.lowerBound ?? 0
      slot?.add([dy.shape[0], columns]) { dx in
        Threads.parallel(dy.shape[0], grain: grain) { range in
          for row in range {
            let (cosine, sine) = angles(rotation, first + row)
            kernel_turn_heads_back(
              dy.base + row * layout.width, layout.size, cosine, sine,
              dx + row * columns + layout.first, layout.stride, layout.count, pairs, layout.size)
          }
        }
      }
    }
  }
}

private func angles(
  _ rotation: Rotation?, _ token: Int
) -> (cosines: UnsafePointer<Float>?, sines: UnsafePointer<Float>?) {
  rotation.map {
    ($0.cosines.base + token * $0.pairs, $0.sines.base + token * $0.pairs)
  } ?? (nil, nil)
}
