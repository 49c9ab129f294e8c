extension Tape {
  /// y = x·W + bias, or a stretch of its columns. x [M, K], W [K, N], bias [N] → [M,
  /// outputs.count].
  /// - Parameter outputs: which of the N columns; nil for all.
  package func linear(
    _ x: Variable, _ weight: LinearWeight, bias: Variable?, outputs: Range<Int>? = nil
  ) -> Variable {
    let range = outputs ?? 0..<weight.outputs
    let (m, k, n) = (x.shape[0], weight.inputs, range.count)
    precondition(
      x.shape.count == 2 && x.shape[1] == k && range.upperBound <= weight.outputs,
      "x \(x.shape) through \(range) of a \(k)×\(weight.outputs) weight")
    precondition(
      bias.map { $0.value.count == weight.outputs } ?? true, "a bias of \(weight.outputs)")
    var result = Tensor.uninitialized([m, n])
    let out = result.mutableBase
    weight.multiply(
      MatrixView(start: x.value.base, stride: k), outputs: range,
      bias: (bias?.value.base).map { $0 + range.lowerBound }, into: out, m: m)
    // x is read again only for the gradient of a trainable weight.
    let kept = weight.variable?.requiresGradient == true ? x.value : nil
    // A row's gradient is computed only where the row of x has one, or a weight reads it.
    let isTrained = kept != nil || bias?.requiresGradient == true
    return record(
      result, from: x, weight.variable, bias, gradientRows: isTrained ? nil : x.gradientRows
    ) {
      [xSlot = x.slot, biasSlot = bias?.slot] dy in
      biasSlot?.add([weight.outputs]) {
        Kernels.addColumnSums(dy.base, into: $0 + range.lowerBound, rows: m, columns: n)
      }
      if let kept { weight.addGradient(x: kept, dy: dy, outputs: range) }
      xSlot?.write([dy.shape[0], k]) { dx, isFresh in
        weight.multiplyTransposed(
          MatrixView(start: dy.base, stride: n), outputs: range, into: dx, m: dy.shape[0],
          adds: !isFresh)
      }
      withExtendedLifetime(dy) {}
    }
  }
}
