extension Tape {
  /// One direction of an LSTM (Hochreiter and Schmidhuber 1997), with torch's gates: input, forget,
  /// cell, output. inputs [T, 4W] are the tokens' own part of the gates, recurrent [4W, W] and bias
  /// [4W] that of the previous state. → hidden states [T, W] in the tokens' order, whichever
  /// direction it ran.
  package func lstm(
    _ inputs: Variable, recurrent: Variable, bias: Variable, isReversed: Bool
  ) -> Variable {
    let run = LSTMRun(
      inputs: inputs.value, recurrent: recurrent.value, bias: bias.value, isReversed: isReversed)
    return record(run.hidden, from: inputs, recurrent, bias) {
      [inputSlot = inputs.slot, recurrentSlot = recurrent.slot, biasSlot = bias.slot] dy in
      let (tokens, width) = (run.tokens, run.width)
      let gates = run.gateGradients(dy)
      biasSlot?.add([4 * width]) {
        Kernels.addColumnSums(gates.base, into: $0, rows: tokens, columns: 4 * width)
      }
      recurrentSlot?.add([4 * width, width]) { sum in
        guard tokens > 1 else { return }
        // Each token's gates read the hidden state of the token that ran before it.
        Kernels.matmul(
          MatrixView(
            start: gates.base + (isReversed ? 0 : 4 * width), stride: 4 * width,
            isTransposed: true),
          MatrixView(start: run.hidden.base + (isReversed ? width : 0), stride: width),
          into: sum, stride: width, m: 4 * width, n: width, k: tokens - 1, beta: 1)
      }
      inputSlot?.accumulate(gates)
    }
  }
}

/// An LSTM's pass through its tokens, kept for the gradient.
private struct LSTMRun {
  let tokens: Int
  let width: Int
  let recurrent: Tensor
  /// The tokens in the order that they are read.
  let order: [Int]
  /// The gates after their non-linearities, [T, 4W].
  private(set) var gates: Tensor
  /// [T, W] each.
  private(set) var cells: Tensor
  private(set) var squashedCells: Tensor
  private(set) var hidden: Tensor

  init(inputs: Tensor, recurrent: Tensor, bias: Tensor, isReversed: Bool) {
    (tokens, width) = (inputs.shape[0], recurrent.shape[1])
    precondition(
      tokens > 0 && inputs.shape[1] == 4 * width && recurrent.shape[0] == 4 * width
        && bias.count == 4 * width, "gates \(inputs.shape) of an LSTM \(recurrent.shape)")
    self.recurrent = recurrent
    order = isReversed ? Array((0..<tokens).reversed()) : Array(0..<tokens)
    gates = inputs
    cells = .uninitialized([tokens, width])
    squashedCells = cells
    hidden = .uninitialized([tokens, width])
    let (gate, cell) = (gates.mutableBase, cells.mutableBase)
    let (squashed, state) = (squashedCells.mutableBase, hidden.mutableBase)
    for (step, token) in order.enumerated() {
      let own = gate + token * 4 * width
      Kernels.accumulate(bias.base, into: own, count: 4 * width)
      let before = step > 0 ? order[step - 1] : nil
      if let before {
        Kernels.matmul(
          MatrixView(start: state + before * width, stride: width),
          MatrixView(start: recurrent.base, stride: width, isTransposed: true),
          into: own, stride: 4 * width, m: 1, n: 4 * width, k: width, beta: 1)
      }
      Kernels.activation(.sigmoid, own, into: own, count: 2 * width)
      Kernels.activation(.tanh, own + 2 * width, into: own + 2 * width, count: width)
      Kernels.activation(.sigmoid, own + 3 * width, into: own + 3 * width, count: width)
      let c = cell + token * width
      for i in 0..<width {
        c[i] = own[i] * own[2 * width + i]
        if let before { c[i] += own[width + i] * cell[before * width + i] }
      }
      Kernels.activation(.tanh, c, into: squashed + token * width, count: width)
      Kernels.multiply(
        own + 3 * width, squashed + token * width, into: state + token * width, count: width)
    }
  }

  /// Gradients of the gates before their non-linearities, [T, 4W], from those of the hidden states
  /// [T, W].
  func gateGradients(_ dy: Tensor) -> Tensor {
    var result = Tensor.uninitialized([tokens, 4 * width])
    var carried = Tensor.zeros([2, width])
    let out = result.mutableBase
    let dh = carried.mutableBase
    let dc = dh + width
    for step in order.indices.reversed() {
      let token = order[step]
      let before = step > 0 ? order[step - 1] : nil
      let (gate, d) = (gates.base + token * 4 * width, out + token * 4 * width)
      let squashed = squashedCells.base + token * width
      Kernels.accumulate(dy.base + token * width, into: dh, count: width)
      for i in 0..<width {
        let (input, forget) = (gate[i], gate[width + i])
        let (candidate, output) = (gate[2 * width + i], gate[3 * width + i])
        dc[i] += dh[i] * output * (1 - squashed[i] * squashed[i])
        let earlier = before.map { cells.base[$0 * width + i] } ?? 0
        d[i] = dc[i] * candidate * input * (1 - input)
        d[width + i] = dc[i] * earlier * forget * (1 - forget)
        d[2 * width + i] = dc[i] * input * (1 - candidate * candidate)
        d[3 * width + i] = dh[i] * squashed[i] * output * (1 - output)
        dc[i] *= forget
      }
      guard before != nil else { break }
      Kernels.matmul(
        MatrixView(start: d, stride: 4 * width),
        MatrixView(start: recurrent.base, stride: width),
        into: dh, stride: width, m: 1, n: width, k: 4 * width)
    }
    withExtendedLifetime(carried) {}
    return result
  }
}
