extension Tape {
  /// The columns of both, the first's on the left. left [N, A], right [N, B] → [N, A + B].
  package func joinColumns(_ left: Variable, _ right: Variable) -> Variable {
    let rows = left.shape[0]
    let (a, b) = (left.shape[1], right.shape[1])
    precondition(right.shape[0] == rows, "columns of \(left.shape) and \(right.shape)")
    var result = Tensor.uninitialized([rows, a + b])
    let out = result.mutableBase
    for row in 0..<rows {
      (out + row * (a + b)).update(from: left.value.base + row * a, count: a)
      (out + row * (a + b) + a).update(from: right.value.base + row * b, count: b)
    }
    return record(result, from: left, right) { [leftSlot = left.slot, rightSlot = right.slot] dy in
      for (slot, first, width) in [(leftSlot, 0, a), (rightSlot, a, b)] {
        slot?.add([rows, width]) { sum in
          for row in 0..<rows {
            Kernels.accumulate(
              dy.base + row * (a + b) + first, into: sum + row * width, count: width)
          }
        }
      }
    }
  }
}
