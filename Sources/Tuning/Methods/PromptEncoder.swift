import Random
import Tensors
import Transformers

/// P-tuning (Liu et al. 2021): soft tokens `[P, H]` that a small network makes of inputs of the
/// same shape; both are learned, under PEFT's names and in torch's layouts.
package final class PromptEncoder: TuningMethod {
  package let network: MethodPlan.PromptNetwork
  package let parameters: [TrainedParameter]
  /// P. The embedding may have more rows: PEFT's have 2P for an encoder–decoder.
  private let tokens: Int
  private let embedding: TrainedParameter
  private let memory: [MemoryLayer]
  private let head: [DenseLayer]

  private init<E>(
    _ network: MethodPlan.PromptNetwork, embedding: Tensor, tokens: Int,
    _ values: ParameterValues<E>
  ) throws(E) {
    let hidden = embedding.shape[1]
    let width = network.width ?? hidden
    self.network = network
    self.tokens = tokens
    self.embedding = TrainedParameter("embedding.weight", embedding)
    var memory: [MemoryLayer] = []
    var head: [DenseLayer] = []
    let widths: [Int]
    switch network.kind {
    case .mlp: widths = [hidden, width, width, hidden]
    case .lstm:
      for layer in 0..<network.layers {
        memory.append(
          try MemoryLayer(layer, inputs: layer == 0 ? hidden : 2 * width, width: width, values))
      }
      widths = [2 * width, 2 * width, hidden]
    }
    for (index, pair) in zip(widths, widths.dropFirst()).enumerated() {
      // Every other module of PEFT's `Sequential` is a ReLU.
      head.append(
        try DenseLayer("mlp_head.\(2 * index)", inputs: pair.0, outputs: pair.1, values))
    }
    (self.memory, self.head) = (memory, head)
    parameters =
      [self.embedding] + memory.flatMap(\.parameters) + head.flatMap(\.parameters)
  }

  /// A fresh network, drawn by seed as torch draws one.
  /// - Parameter embedding: what it starts from, `[P, H]`.
  package convenience init(
    _ network: MethodPlan.PromptNetwork, embedding: Tensor, seed: UInt64
  ) {
    var generator = RandomGenerator(seed: seed)
    self.init(network, embedding: embedding, tokens: embedding.shape[0]) { _, shape, bound in
      generator.uniform(shape, within: bound)
    }
  }

  /// A network as PEFT's `PromptEncoder` names its parameters; its kind and sizes are theirs.
  /// - Parameter tokens: P, where the embedding has more rows.
  package convenience init(
    parameters: [String: Tensor], tokens: Int? = nil
  ) throws(MethodError) {
    let saved = SavedParameters(tensors: parameters)
    let embedding = try saved.tensor("embedding.weight", rank: 2)
    let layers = (0...).prefix { parameters[MemoryLayer.name($0)] != nil }.count
    let first = try saved.tensor(
      layers > 0 ? "lstm_head.weight_hh_l0" : "mlp_head.0.weight", rank: 2)
    let network = MethodPlan.PromptNetwork(
      kind: layers > 0 ? .lstm : .mlp, width: first.shape[layers > 0 ? 1 : 0],
      layers: layers > 0 ? layers : 2)
    if let tokens, !(1...embedding.shape[0]).contains(tokens) {
      throw .wrongShape(
        "embedding.weight", found: embedding.shape, expected: "at least \(tokens) rows")
    }
    try self.init(network, embedding: embedding, tokens: tokens ?? embedding.shape[0]) {
      (name, shape, _) throws(MethodError) in
      try saved.tensor(name, shape: shape)
    }
    try saved.check(self.parameters)
  }

  package func conditioning(on tape: Tape) -> Conditioning { Conditioning(soft: output(on: tape)) }

  package var prompt: Tensor? {
    let whole = output(on: Tape(recording: false)).value
    guard whole.shape[0] > tokens else { return whole }
    let width = whole.shape[1]
    return Tensor(whole.withValues { Array($0.prefix(tokens * width)) }, shape: [tokens, width])
  }

  /// The soft tokens alone: what the network makes of its inputs is all that a pass sees.
  package var snapshot: [Tensor]? { prompt.map { [$0] } }
  package func restored(_ snapshot: [Tensor]) -> any TuningMethod { SoftPrompt(snapshot[0]) }

  package var exported: ExportedMethod? {
    var network = network
    network.width = network.width ?? embedding.variable.shape[1]
    return prompt.map { .encoded($0, by: network) }
  }

  private func output(on tape: Tape) -> Variable {
    var x = embedding.variable
    for layer in memory { x = layer(x, on: tape) }
    for (index, layer) in head.enumerated() {
      if index > 0 { x = tape.activation(x, .relu) }
      x = layer(x, on: tape)
    }
    return x
  }
}

/// A layer of torch's bidirectional LSTM: `[P, K]` → `[P, 2W]`, the forward direction's states on
/// the left.
private struct MemoryLayer {
  private struct Direction {
    let input: LinearWeight
    let recurrent: Variable
    let inputBias: Variable
    let recurrentBias: Variable
  }

  let parameters: [TrainedParameter]
  private let directions: [Direction]

  static func name(_ layer: Int) -> String { "lstm_head.weight_ih_l\(layer)" }

  init<E>(
    _ layer: Int, inputs: Int, width: Int, _ values: ParameterValues<E>
  ) throws(E) {
    let bound = 1 / Double(width).squareRoot()
    var parameters: [TrainedParameter] = []
    func take(_ name: String, _ shape: [Int]) throws(E) -> Variable {
      let name = "lstm_head.\(name)"
      let parameter = TrainedParameter(name, try values(name, shape, bound))
      parameters.append(parameter)
      return parameter.variable
    }
    var directions: [Direction] = []
    for suffix in ["l\(layer)", "l\(layer)_reverse"] {
      let input = try take("weight_ih_\(suffix)", [4 * width, inputs])
      directions.append(
        Direction(
          input: LinearWeight(trainable: input, orientation: .outputInput),
          recurrent: try take("weight_hh_\(suffix)", [4 * width, width]),
          inputBias: try take("bias_ih_\(suffix)", [4 * width]),
          recurrentBias: try take("bias_hh_\(suffix)", [4 * width])))
    }
    (self.parameters, self.directions) = (parameters, directions)
  }

  func callAsFunction(_ x: Variable, on tape: Tape) -> Variable {
    let states = directions.enumerated().map { index, direction in
      tape.lstm(
        tape.linear(x, direction.input, bias: direction.inputBias),
        recurrent: direction.recurrent, bias: direction.recurrentBias, isReversed: index == 1)
    }
    return tape.joinColumns(states[0], states[1])
  }
}
