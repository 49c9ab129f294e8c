import CKernels

extension Tape {
  /// y = x·W + bias. x [M, K], W [K, N], bias [N] → [M, N].
  package func linear(_ x: Variable, _ weight: LinearWeight, bias: Variable?) -> Variable {
    let (m, k, n) = (x.shape[0], weight.inputs, weight.outputs)
    precondition(x.shape.count == 2 && x.shape[1] == k, "x \(x.shape) through a \(k)×\(n) weight")
    precondition(bias.map { $0.value.count == n } ?? true, "a bias of \(n)")
    var result = Tensor.uninitialized([m, n])
    let out = result.mutableBase
    if let bias = bias?.value {
      Threads.parallel(m, grain: rowGrain(n)) { rows in
        kernel_fill_rows(bias.base, out + rows.lowerBound * n, rows.count, n)
      }
    }
    let (matrix, isTransposed) = weight.forward()
    withExtendedLifetime(matrix) {
      multiply(
        MatrixView(start: x.value.base, stride: k),
        MatrixView(start: matrix.base, stride: isTransposed ? k : n, isTransposed: isTransposed),
        into: out, stride: n, m: m, n: n, k: k, beta: bias == nil ? 0 : 1)
    }
    // x is read again only for the gradient of a trainable weight.
    let kept = weight.variable?.requiresGradient == true ? x.value : nil
    return record(result, from: x, weight.variable, bias) {
      [xSlot = x.slot, biasSlot = bias?.slot] dy in
      biasSlot?.add([n]) { Kernels.addColumnSums(dy.base, $0, rows: m, columns: n) }
      if let kept { weight.addGradient(x: kept, dy: dy) }
      guard let xSlot else { return }
      let (matrix, isTransposed) = weight.backward()
      withExtendedLifetime((matrix, dy)) {
        xSlot.write([m, k]) { dx, isFresh in
          multiply(
            MatrixView(start: dy.base, stride: n),
            MatrixView(
              start: matrix.base, stride: isTransposed ? n : k, isTransposed: isTransposed),
            into: dx, stride: k, m: m, n: k, k: n, beta: isFresh ? 0 : 1)
        }
      }
    }
  }
}

extension LinearWeight {
  /// dW += xᵀ·dy, or its transpose where the weight lies as [N, K]. x [M, K], dy [M, N].
  fileprivate func addGradient(x: Tensor, dy: Tensor) {
    guard case .trainable(let variable, let orientation) = values, let slot = variable.slot else {
      return
    }
    let m = x.shape[0]
    let (left, right) = orientation == .inputOutput ? (x, dy) : (dy, x)
    let (rows, columns) = (left.shape[1], right.shape[1])
    slot.write(variable.shape) { sum, isFresh in
      multiply(
        MatrixView(start: left.base, stride: rows, isTransposed: true),
        MatrixView(start: right.base, stride: columns), into: sum, stride: columns, m: rows,
        n: columns, k: m, beta: isFresh ? 0 : 1)
    }
    withExtendedLifetime((x, dy)) {}
  }
}
