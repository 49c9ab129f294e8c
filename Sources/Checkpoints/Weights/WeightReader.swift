import Foundation
import Tensors

/// Hands an architecture its weights by checkpoint name: frozen in some precision, or trainable in f32.
package final class WeightReader {
  private let source: any WeightSource
  private let isTrainable: Bool
  private let precision: Precision
  package private(set) var parameters: [NamedParameter] = []

  /// - Parameter precision: that of frozen matrices; what is trained, and every vector, is f32.
  package init(_ source: any WeightSource, trainable: Bool, precision: Precision = .f32) {
    self.source = source
    isTrainable = trainable
    self.precision = precision
  }

  /// Whether a tensor of that name can be read.
  package func contains(_ name: String) -> Bool { source.contains(name) }

  /// Whether weights are drawn, not read.
  package var isFresh: Bool { source.isDrawn }

  /// Whether two tensors hold the same values; some rows at a time, since they may be the largest there are.
  package func areEqual(_ one: String, _ other: String, _ shape: [Int]) throws -> Bool {
    try source.check(one, shape: shape)
    try source.check(other, shape: shape)
    let step = max(1, (1 << 20) / max(1, shape.dropFirst().reduce(1, *)))
    for start in stride(from: 0, to: shape[0], by: step) {
      let rows = start..<min(start + step, shape[0])
      let values = [one, other].map { source.checkedRows($0, shape: shape, rows: rows) }
      if values[0] != values[1] { return false }
    }
    return true
  }

  /// The token embeddings, `[V, H]`.
  package func embedding(_ name: String, _ shape: [Int]) throws -> EmbeddingTable {
    if isTrainable { return .trainable(try table(name, shape)) }
    let matrix = try frozen(name, shape)
    parameters.append(NamedParameter(name: name, storage: .table(matrix)))
    return .frozen(matrix)
  }

  /// A vector, or a small table whose rows are added, `[rows, width]`.
  package func table(_ name: String, _ shape: [Int]) throws -> Variable {
    try Interrupt.check()
    let tensor = try source.tensor(name, shape: shape)
    var finiteness = Finiteness()
    finiteness.look(at: tensor)
    try finiteness.check(name, in: source.file(of: name), of: shape.reduce(1, *))
    let variable = Variable(tensor, requiresGradient: isTrainable)
    parameters.append(NamedParameter(name: name, storage: .plain(variable)))
    return variable
  }

  /// Checkpoints that came from TensorFlow call its two vectors gamma and beta.
  package func norm(_ name: String, _ size: Int) throws -> Norm {
    let isOlder = !contains(name + ".weight") && contains(name + ".gamma")
    return Norm(
      scale: try table(name + (isOlder ? ".gamma" : ".weight"), [size]),
      shift: try table(name + (isOlder ? ".beta" : ".bias"), [size]))
  }

  /// A layer stored `[inputs, outputs]`, as GPT-2's Conv1D keeps it, with its bias.
  package func linear(_ name: String, _ inputs: Int, _ outputs: Int) throws -> Linear {
    let weight = try matrix(name + ".weight", [inputs, outputs], .inputOutput)
    return Linear(name: name, weight: weight, bias: try table(name + ".bias", [outputs]))
  }

  /// A layer stored `[outputs, inputs]`, as torch's Linear keeps it.
  package func projection(
    _ name: String, _ inputs: Int, _ outputs: Int, hasBias: Bool
  ) throws -> Linear {
    let weight = try matrix(name + ".weight", [outputs, inputs], .outputInput)
    return Linear(
      name: name, weight: weight, bias: hasBias ? try table(name + ".bias", [outputs]) : nil)
  }

  /// A layer's matrix, without its bias.
  package func matrix(
    _ name: String, _ shape: [Int], _ orientation: LinearWeight.Orientation
  ) throws -> LinearWeight {
    if isTrainable {
      return LinearWeight(trainable: try table(name, shape), orientation: orientation)
    }
    let weight = LinearWeight(frozen: try frozen(name, shape), orientation: orientation)
    parameters.append(NamedParameter(name: name, storage: .linear(weight)))
    return weight
  }

  private func frozen(_ name: String, _ shape: [Int]) throws -> FrozenMatrix {
    try Interrupt.check()
    // Checked here, since the rows are read below without a way to fail.
    _ = try source.check(name, shape: shape)
    var finiteness = Finiteness()
    let matrix = FrozenMatrix(shape: shape, precision: precision) { rows in
      let values = source.checkedRows(name, shape: shape, rows: rows)
      finiteness.look(at: values)
      return values
    }
    try finiteness.check(name, in: source.file(of: name), of: shape.reduce(1, *))
    return matrix
  }
}
