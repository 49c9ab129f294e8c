/// A table whose rows are looked up, [V, H].
package enum EmbeddingTable {
  case trainable(Variable)
  case frozen(FrozenMatrix)

  package var shape: [Int] {
    switch self {
    case .trainable(let variable): variable.shape
    case .frozen(let matrix): matrix.shape
    }
  }

  /// That of the model whose tokens it embeds.
  package var precision: Precision {
    switch self {
    case .trainable: .f32
    case .frozen(let matrix): matrix.precision
    }
  }

  /// All of it in f32.
  package var values: Tensor {
    switch self {
    case .trainable(let variable): variable.value
    case .frozen(let matrix): matrix.values
    }
  }

  /// Some rows in f32, `[rows.count, H]`.
  package func rows(_ rows: [Int]) -> Tensor {
    let (count, width) = (shape[0], shape[1])
    return Tensor(shape: [rows.count, width]) { out in
      guard let start = out.baseAddress else { return }
      for (index, row) in rows.enumerated() {
        precondition(row >= 0 && row < count, "row \(row) of \(count)")
        read(row: row, into: start + index * width)
      }
    }
  }

  /// The table again as a linear layer's weight, H inputs and V outputs: a tied output head.
  package var asWeight: LinearWeight {
    switch self {
    case .trainable(let variable): LinearWeight(trainable: variable, orientation: .outputInput)
    case .frozen(let matrix): LinearWeight(frozen: matrix, orientation: .outputInput)
    }
  }

  var variable: Variable? { if case .trainable(let variable) = self { variable } else { nil } }

  func read(row: Int, into out: UnsafeMutablePointer<Float>) {
    switch self {
    case .trainable(let variable):
      let width = variable.shape[1]
      out.update(from: variable.value.base + row * width, count: width)
    case .frozen(let matrix): matrix.read(row: row, into: out)
    }
  }
}
