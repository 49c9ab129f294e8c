import Random
import Tensors
import Transformers

/// Prefix tuning (Li and Liang 2021): keys and values of P positions in front of the text, for
/// every block.
///
/// They lie in PEFT's order: a row a position, `[P, L·2·keyValueHeads·headSize]`, each block's keys
/// and then its values, as attention sees them (after any rotation). In an encoder–decoder they are
/// in front of what is written, and L counts the encoder's blocks.
package final class PrefixPrompt: TuningMethod {
  package let parameters: [TrainedParameter]
  private let layout: PrefixLayout
  private let projection: Projection?

  private struct Projection {
    let inner: DenseLayer
    let outer: DenseLayer
    /// The width between the two.
    let size: Int
  }

  /// Keys and values that are learned directly.
  package convenience init(
    _ values: Tensor, for network: any TransformerModel
  ) throws(MethodError) {
    try self.init(values, layout: PrefixLayout(network))
  }

  private init(_ values: Tensor, layout: PrefixLayout) throws(MethodError) {
    self.layout = layout
    guard values.rank == 2, values.shape[0] > 0, values.shape[1] == layout.rowWidth else {
      throw .wrongShape(
        "prompt_embeddings", found: values.shape, expected: "[P, \(layout.rowWidth)]")
    }
    parameters = [TrainedParameter("embedding.weight", values)]
    projection = nil
  }

  /// Keys and values that two layers make of a narrower embedding.
  private init<E>(
    embedding: Tensor, size: Int, layout: PrefixLayout, _ values: ParameterValues<E>
  ) throws(E) {
    self.layout = layout
    let projection = Projection(
      inner: try DenseLayer("transform.0", inputs: layout.width, outputs: size, values),
      outer: try DenseLayer("transform.2", inputs: size, outputs: layout.rowWidth, values),
      size: size)
    parameters =
      [TrainedParameter("embedding.weight", embedding)] + projection.inner.parameters
      + projection.outer.parameters
    self.projection = projection
  }

  /// A prefix as PEFT's `PrefixEncoder` names its parameters, projected or not.
  package convenience init(
    parameters: [String: Tensor], for network: any TransformerModel
  ) throws(MethodError) {
    let saved = SavedParameters(tensors: parameters)
    let embedding = try saved.tensor("embedding.weight", rank: 2)
    guard parameters["transform.0.weight"] != nil else {
      try self.init(embedding, for: network)
      try saved.check(self.parameters)
      return
    }
    let layout = PrefixLayout(network)
    guard embedding.shape[1] == layout.width else {
      throw .wrongShape(
        "embedding.weight", found: embedding.shape, expected: "[P, \(layout.width)]")
    }
    let size = try saved.tensor("transform.0.weight", rank: 2).shape[0]
    try self.init(embedding: embedding, size: size, layout: layout) {
      (name, shape, _) throws(MethodError) in
      try saved.tensor(name, shape: shape)
    }
    try saved.check(self.parameters)
  }

  /// A projection that starts by making the given keys and values.
  ///
  /// The embedding and the first layer are drawn as in PEFT. The second layer is then the smallest
  /// one that turns what they give into `values`: a random one would throw the init away.
  /// - Parameter size: the width between the two layers.
  package convenience init(
    startingAt values: Tensor, projection size: Int, for network: any TransformerModel,
    seed: UInt64
  ) {
    let layout = PrefixLayout(network)
    let width = layout.width
    var generator = RandomGenerator(seed: seed)
    let embedding = generator.normal([values.shape[0], width], deviation: 1)
    let bound = 1 / Double(width).squareRoot()
    let weight = generator.uniform([size, width], within: bound)
    let bias = generator.uniform([size], within: bound)
    let tape = Tape(recording: false)
    let inner = tape.tanh(
      tape.linear(
        Variable(embedding),
        LinearWeight(trainable: Variable(weight), orientation: .outputInput), bias: Variable(bias)))
    let outer = LeastSquares.layer(from: inner.value, to: values)
    let drawn = [
      "transform.0.weight": weight, "transform.0.bias": bias,
      "transform.2.weight": outer.weight, "transform.2.bias": outer.bias,
    ]
    self.init(embedding: embedding, size: size, layout: layout) { name, _, _ in drawn[name]! }
  }

  /// `[P, L·2·keyValueHeads·headSize]`.
  private func keysAndValues(on tape: Tape) -> Variable {
    let embedding = parameters[0].variable
    guard let projection else { return embedding }
    return projection.outer(tape.tanh(projection.inner(embedding, on: tape)), on: tape)
  }

  package func conditioning(on tape: Tape) -> Conditioning {
    let all = keysAndValues(on: tape)
    var conditioning = Conditioning()
    let width = layout.width
    conditioning.prefix = layout.keys.map { slot in
      let start = slot * width
      return KeyValuePrefix(
        key: Columns(all, start..<start + width),
        value: Columns(all, start + width..<start + 2 * width))
    }
    return conditioning
  }

  package var prompt: Tensor? { keysAndValues(on: Tape(recording: false)).value }

  /// The keys and values alone: what a projection makes of them is all that a pass sees.
  package var snapshot: [Tensor]? { [keysAndValues(on: Tape(recording: false)).value] }

  package func restored(_ snapshot: [Tensor]) -> any TuningMethod {
    try! PrefixPrompt(snapshot[0], layout: layout)
  }

  package var exported: ExportedMethod? {
    .prefix(
      keysAndValues(on: Tape(recording: false)).value,
      innerWidth: projection?.size ?? layout.width, isProjected: projection != nil)
  }
}
