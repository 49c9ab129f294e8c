extension Tape {
  /// The rows of two column ranges of one width, the first's on top. → [Na + Nb, C].
  package func stackRows(_ top: Columns, _ bottom: Columns) -> Columns {
    let width = top.range.count
    precondition(
      bottom.range.count == width, "\(top.range.count) columns over \(bottom.range.count)")
    var result = Tensor.uninitialized([top.rows + bottom.rows, width])
    let out = result.mutableBase
    copyRows(of: top, to: out)
    copyRows(of: bottom, to: out + top.rows * width)
    let parts = [(top, 0), (bottom, top.rows)].map { part, first in
      (
        slot: part.variable.slot, shape: part.variable.shape, first: first,
        column: part.range.lowerBound
      )
    }
    let stacked = record(result, from: top.variable, bottom.variable) { dy in
      for part in parts {
        part.slot?.add(part.shape) { sum in
          for row in 0..<part.shape[0] {
            Kernels.accumulate(
              dy.base + (part.first + row) * width,
              into: sum + row * part.shape[1] + part.column, count: width)
          }
        }
      }
    }
    return Columns(stacked, 0..<width)
  }

  private func copyRows(of columns: Columns, to out: UnsafeMutablePointer<Float>) {
    let (value, width) = (columns.variable.value, columns.range.count)
    let start = value.base + columns.range.lowerBound
    for row in 0..<columns.rows {
      (out + row * width).update(from: start + row * columns.stride, count: width)
    }
    withExtendedLifetime(value) {}
  }

  /// x [N, H] with row k of `soft` [P, H] wherever the code is −1−k.
  package func replaceRows(of x: Variable, codes: [Int32], by soft: Variable) -> Variable {
    let (count, width) = (codes.count, x.shape[1])
    precondition(x.shape[0] == count && soft.shape[1] == width, "a code for each row of x")
    var result = x.value
    let softCount = soft.shape[0]
    let replaced = codes.indices.filter { codes[$0] < 0 }
    let rows = replaced.map { -1 - Int(codes[$0]) }
    result.withMutableValues { out in
      soft.value.withValues { values in
        for (index, row) in zip(replaced, rows) {
          precondition(row < softCount, "soft token \(row) of \(softCount)")
          (out.baseAddress! + index * width)
            .update(from: values.baseAddress! + row * width, count: width)
        }
      }
    }
    return record(result, from: x, soft) { [xSlot = x.slot, softSlot = soft.slot] dy in
      softSlot?.add([softCount, width]) { sum in
        for (index, row) in zip(replaced, rows) {
          Kernels.accumulate(dy.base + index * width, into: sum + row * width, count: width)
        }
      }
      guard let xSlot else { return }
      var dx = dy
      dx.withMutableValues { values in
        for index in replaced {
          (values.baseAddress! + index * width).update(repeating: 0, count: width)
        }
      }
      xSlot.accumulate(dx)
    }
  }

  /// x · factor; any shape.
  package func scale(_ x: Variable, by factor: Float) -> Variable {
    var result = x.value
    result.scale(by: factor)
    return record(result, from: x) { [slot = x.slot] dy in
      var dx = dy
      dx.scale(by: factor)
      slot?.accumulate(dx)
    }
  }
}
