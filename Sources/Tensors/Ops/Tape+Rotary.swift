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
        for head in 0..<layout.count {
          let from = source.base + row * columns + layout.first + head * layout.stride
          let to = out + row * layout.width + head * layout.size
          if let rotation { turn(from, rotation, row, into: to) }
          (to + 2 * pairs).update(from: from + 2 * pairs, count: layout.size - 2 * pairs)
        }
      }
    }
    return record(result, from: x) { [slot = x.slot] dy in
      slot?.add([rows, columns]) { dx in
        Threads.parallel(rows, grain: grain) { range in
          for row in range {
            for head in 0..<layout.count {
              let from = dy.base + row * layout.width + head * layout.size
              let to = dx + row * columns + layout.first + head * layout.stride
              if let rotation { addTurnedBack(from, rotation, row, to: to) }
              for index in 2 * pairs..<layout.size { to[index] += from[index] }
            }
          }
        }
      }
    }
  }
}

private func turn(
  _ x: UnsafePointer<Float>, _ rotation: Rotation, _ token: Int,
  into y: UnsafeMutablePointer<Float>
) {
  let pairs = rotation.pairs
  let cosine = rotation.cosines.base + token * pairs
  let sine = rotation.sines.base + token * pairs
  let (x2, y2) = (x + pairs, y + pairs)
  for i in 0..<pairs {
    y[i] = x[i] * cosine[i] - x2[i] * sine[i]
    y2[i] = x2[i] * cosine[i] + x[i] * sine[i]
  }
}

private func addTurnedBack(
  _ dy: UnsafePointer<Float>, _ rotation: Rotation, _ token: Int,
  to dx: UnsafeMutablePointer<Float>
) {
  let pairs = rotation.pairs
  let cosine = rotation.cosines.base + token * pairs
  let sine = rotation.sines.base + token * pairs
  let (dy2, dx2) = (dy + pairs, dx + pairs)
  for i in 0..<pairs {
    dx[i] += dy[i] * cosine[i] + dy2[i] * sine[i]
    dx2[i] += dy2[i] * cosine[i] - dy[i] * sine[i]
  }
}
