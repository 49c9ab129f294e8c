import Foundation
import Tensors

/// A linear layer y = x·W + b, W `[K, N]`, under its bare name in the checkpoint.
struct Linear {
  let name: String
  let weight: LinearWeight
  let bias: Variable?
}

/// Scale and shift of a layer norm, `[H]` each.
struct Norm {
  let scale: Variable
  let shift: Variable
}

/// Hands an architecture its weights by checkpoint name: frozen in some precision, or trainable in f32.
package final class WeightReader {
  private let source: any WeightSource
  private let isTrainable: Bool
  private let precision: Precision
  private(set) var parameters: [NamedParameter] = []

  /// - Parameter precision: that of frozen matrices; what is trained, and every vector, is f32.
  package init(_ source: any WeightSource, trainable: Bool, precision: Precision = .f32) {
    self.source = source
    isTrainable = trainable
    self.precision = precision
  }

  /// Whether a tensor of that name can be read.
  func contains(_ name: String) -> Bool { source.contains(name) }

  /// Whether weights are drawn, not read.
  var isFresh: Bool { source is RandomWeights }

  /// Whether two tensors hold the same values; some rows at a time, since they may be the largest there are.
  func areEqual(_ one: String, _ other: String, _ shape: [Int]) throws -> Bool {
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
  func embedding(_ name: String, _ shape: [Int]) throws -> EmbeddingTable {
    if isTrainable { return .trainable(try table(name, shape)) }
    let matrix = try frozen(name, shape)
    parameters.append(NamedParameter(name: name, storage: .table(matrix)))
    return .frozen(matrix)
  }

  /// A vector, or a small table whose rows are added, `[rows, width]`.
  func table(_ name: String, _ shape: [Int]) throws -> Variable {
    let tensor = try source.tensor(name, shape: shape)
    var finiteness = Finiteness()
    finiteness.look(at: tensor)
    try finiteness.check(name, in: source.file(of: name), of: shape.reduce(1, *))
    let variable = Variable(tensor, requiresGradient: isTrainable)
    parameters.append(NamedParameter(name: name, storage: .plain(variable)))
    return variable
  }

  /// Checkpoints that came from TensorFlow call its two vectors gamma and beta.
  func norm(_ name: String, _ size: Int) throws -> Norm {
    let isOlder = !contains(name + ".weight") && contains(name + ".gamma")
    return Norm(
      scale: try table(name + (isOlder ? ".gamma" : ".weight"), [size]),
      shift: try table(name + (isOlder ? ".beta" : ".bias"), [size]))
  }

  /// A layer stored `[inputs, outputs]`, as GPT-2's Conv1D keeps it, with its bias.
  func linear(_ name: String, _ inputs: Int, _ outputs: Int) throws -> Linear {
    let weight = try matrix(name + ".weight", [inputs, outputs], .inputOutput)
    return Linear(name: name, weight: weight, bias: try table(name + ".bias", [outputs]))
  }

  /// A layer stored `[outputs, inputs]`, as torch's Linear keeps it.
  func projection(_ name: String, _ inputs: Int, _ outputs: Int, hasBias: Bool) throws -> Linear {
    let weight = try matrix(name + ".weight", [outputs, inputs], .outputInput)
    return Linear(
      name: name, weight: weight, bias: hasBias ? try table(name + ".bias", [outputs]) : nil)
  }

  /// The output head `[V, H]`, without bias, of a model whose embeddings are `table`; nil in a checkpoint
  /// for classification, which has another head in its place.
  func head(
    _ output: OutputHead, tiedTo table: EmbeddingTable, _ shape: [Int]
  ) throws -> LinearWeight? {
    switch output {
    case .tied: return table.asWeight
    case .own(let name):
      if !contains(name), contains(ClassificationHead.Form.score.name + ".weight") { return nil }
      return try matrix(name, shape, .outputInput)
    }
  }

  private func matrix(
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
    // Checked here, since the rows are asked for below without a way to fail.
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

/// Where weights come from: a checkpoint on disk, or a seed.
package protocol WeightSource: AnyObject {
  func contains(_ name: String) -> Bool
  /// Where a tensor is read from; nil where it is drawn.
  func file(of name: String) -> URL?
  /// Throws when the tensor is missing or has another shape.
  func check(_ name: String, shape: [Int]) throws
  /// The values of a tensor that `check` has let through.
  func checkedTensor(_ name: String, shape: [Int]) -> Tensor
  /// Some rows of them, `[rows.count, …]`.
  func checkedRows(_ name: String, shape: [Int], rows: Range<Int>) -> Tensor
}

extension WeightSource {
  func tensor(_ name: String, shape: [Int]) throws -> Tensor {
    try check(name, shape: shape)
    return checkedTensor(name, shape: shape)
  }
}

/// Fresh weights from a seed, N(0, 0.02) as GPT-2 was started: residual projections scaled by
/// 1/√(2L), norms at what makes them one, biases at zero.
package final class RandomWeights: WeightSource {
  private let seed: UInt64
  private let layers: Int
  private let norm: Float
  /// The matrix whose rows were asked for last: they are drawn in one stream.
  private var last: (name: String, tensor: Tensor)?

  package init(seed: UInt64, layers: Int, norm: Float = 1) {
    self.seed = seed
    self.layers = layers
    self.norm = norm
  }

  package func contains(_ name: String) -> Bool { true }

  package func file(of name: String) -> URL? { nil }

  package func check(_ name: String, shape: [Int]) throws {}

  /// What ends the branches that are added to the residual stream.
  private static let residuals = [
    "c_proj", "o_proj", "down_proj", "attention.dense", "dense_4h_to_h", "out_proj", "fc2",
    "Attention.o", "DenseReluDense.wo",
  ].map { $0 + ".weight" }

  package func checkedTensor(_ name: String, shape: [Int]) -> Tensor {
    if shape.count == 1 { return .full(name.hasSuffix(".weight") ? norm : 0, shape) }
    // Each tensor has a stream of its own, so that the order of reading doesn't matter.
    var stream = seed &* 0x9E37_79B9_7F4A_7C15
    for byte in name.utf8 { stream = (stream ^ UInt64(byte)) &* 0x100_0000_01B3 }
    var generator = RandomGenerator(seed: stream)
    var deviation = 0.02
    // A head of its own stands behind no residual stream, whatever its layers are called.
    if layers > 0, Self.residuals.contains(where: name.hasSuffix) {
      deviation /= (2 * Double(layers)).squareRoot()
    }
    let count = shape.reduce(1, *)
    return Tensor((0..<count).map { _ in Float(generator.normal() * deviation) }, shape: shape)
  }

  package func checkedRows(_ name: String, shape: [Int], rows: Range<Int>) -> Tensor {
    if last?.name != name { last = (name, checkedTensor(name, shape: shape)) }
    guard let tensor = last?.tensor else { preconditionFailure("just drawn") }
    if rows.upperBound == shape[0] { last = nil }
    return rows.count == shape[0] ? tensor : tensor.rows(rows)
  }
}
