import CKernels

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
