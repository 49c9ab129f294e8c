import Checkpoints
import Tensors

/// BERT (Devlin et al. 2019) and the encoders built like it: learned positions, a norm after each half of
/// a block, every token in sight of every other.
package final class Bert: TransformerModel {
  package let shape: ModelShape
  package let parameters: [NamedParameter]
  private let configuration: Configuration
  private let tokenTable: EmbeddingTable
  private let positionTable: Variable
  private let typeTable: Variable?
  private let inputNorm: Norm
  private let blocks: [Block]
  private let pooler: Linear?

  package var embedding: EmbeddingTable { tokenTable }

  init(_ weights: WeightReader, configuration: Configuration) throws {
    let c = configuration
    let (h, names) = (c.hiddenSize, c.names)
    self.configuration = c
    shape = c.shape
    let front = "embeddings."
    tokenTable = try weights.embedding(front + "word_embeddings.weight", [c.vocabularySize, h])
    positionTable = try weights.table(front + "position_embeddings.weight", [c.positionRows, h])
    typeTable =
      c.tokenTypes > 0
      ? try weights.table(front + "token_type_embeddings.weight", [c.tokenTypes, h]) : nil
    inputNorm = try weights.norm(front + "LayerNorm", h)
    blocks = try (0..<c.layers).map { layer in
      let at = "\(names.blocks).\(layer)."
      func projection(_ name: String, _ inputs: Int, _ outputs: Int) throws -> Linear {
        try weights.projection(at + name, inputs, outputs, hasBias: true)
      }
      return Block(
        query: try projection(names.query, h, h), key: try projection(names.key, h, h),
        value: try projection(names.value, h, h),
        attentionOutput: try projection(names.attentionOutput, h, h),
        attentionNorm: try weights.norm(at + names.attentionNorm, h),
        innerInput: try projection(names.innerInput, h, c.innerSize),
        innerOutput: try projection(names.innerOutput, c.innerSize, h),
        innerNorm: try weights.norm(at + names.innerNorm, h))
    }
    // A body without one was never trained to be read through one: its states are read as they are.
    pooler = try names.pooler.flatMap {
      weights.contains($0 + ".weight") ? try weights.projection($0, h, h, hasBias: true) : nil
    }
    parameters = weights.parameters
  }

  package func states(_ pass: ForwardPass, rows: [Int32]) -> Variable {
    let (tape, c) = (pass.tape, configuration)
    var x = pass.embed(tokenTable)
    if let typeTable {
      let types = pass.layout.types
      x = tape.addRows(
        x, table: typeTable, rows: types.isEmpty ? pass.positions.map { _ in 0 } : types)
    }
    x = tape.addRows(
      x, table: positionTable, rows: pass.positions.map { $0 + Int32(c.firstPosition) })
    x = tape.layerNorm(x, inputNorm, epsilon: c.epsilon)
    for (layer, block) in blocks.enumerated() {
      x = pass.enter(layer, x)
      let queries = pass.queries(layer, of: blocks.count, rows: rows)
      x = tape.add(queries.of(x, on: tape), attend(x, block, layer, queries, pass))
      x = tape.layerNorm(x, block.attentionNorm, epsilon: c.epsilon)
      let inner = tape.activation(pass.linear(x, block.innerInput), c.activation)
      x = tape.layerNorm(
        tape.add(x, pass.linear(inner, block.innerOutput)), block.innerNorm, epsilon: c.epsilon)
    }
    return pass.finish(x, rows: rows)
  }

  package func pooled(_ states: Variable, on tape: Tape) -> Variable {
    guard let pooler else { return states }
    return tape.tanh(tape.linear(states, pooler.weight, bias: pooler.bias))
  }

  private func attend(
    _ x: Variable, _ block: Block, _ layer: Int, _ queries: QueryRows, _ pass: ForwardPass
  ) -> Variable {
    let all = 0..<shape.hiddenSize
    let key = Columns(pass.linear(x, block.key), all)
    let value = Columns(pass.linear(x, block.value), all)
    let query = pass.linear(queries.of(x, on: pass.tape), block.query)
    let seen = pass.attention(
      layer, queries, query: Columns(query, all), key: key, value: value,
      heads: shape.heads, keyValueHeads: shape.heads,
      scale: 1 / Float(shape.headSize).squareRoot())
    return pass.linear(seen, block.attentionOutput)
  }

  private struct Block {
    let query: Linear
    let key: Linear
    let value: Linear
    let attentionOutput: Linear
    let attentionNorm: Norm
    let innerInput: Linear
    let innerOutput: Linear
    let innerNorm: Norm
  }
}
