import Checkpoints
import Tensors

/// Llama (Touvron et al. 2023) and the decoders built like it: RMS norms, rotary positions, grouped key
/// heads, a gated inner layer.
package final class Llama: CausalModel {
  package let shape: ModelShape
  package let parameters: [NamedParameter]
  private let configuration: Configuration
  private let tokenTable: EmbeddingTable
  private let blocks: [Block]
  private let finalNorm: Variable
  package let head: LinearWeight?

  package var embedding: EmbeddingTable { tokenTable }
  package var angleLimit: Int? { configuration.rotary.long?.beyond }

  init(_ weights: WeightReader, configuration: Configuration) throws {
    let c = configuration
    let (h, size) = (c.hiddenSize, c.headSize)
    let (queries, keys) = (c.heads * size, c.keyValueHeads * size)
    self.configuration = c
    shape = c.shape
    let tableShape = [c.vocabularySize, h]
    let names = try weights.embeddingNames(
      ["embed_tokens.weight"], heads: c.headNames, isTied: c.isHeadTied, tableShape)
    tokenTable = try weights.embedding(names.table, tableShape)
    blocks = try (0..<c.layers).map { layer in
      let at = "layers.\(layer)."
      let (attention, inner) = (at + "self_attn.", at + "mlp.")
      return Block(
        attentionNorm: try weights.table(at + "input_layernorm.weight", [h]),
        query: try weights.projection(attention + "q_proj", h, queries, hasBias: c.hasQueryBias),
        key: try weights.projection(attention + "k_proj", h, keys, hasBias: c.hasQueryBias),
        value: try weights.projection(attention + "v_proj", h, keys, hasBias: c.hasQueryBias),
        queryNorm: c.normsHeads ? try weights.table(attention + "q_norm.weight", [size]) : nil,
        keyNorm: c.normsHeads ? try weights.table(attention + "k_norm.weight", [size]) : nil,
        output: try weights.projection(attention + "o_proj", queries, h, hasBias: c.hasOutputBias),
        innerNorm: try weights.table(at + "post_attention_layernorm.weight", [h]),
        gate: try weights.projection(inner + "gate_proj", h, c.innerSize, hasBias: c.hasInnerBias),
        innerInput: try weights.projection(
          inner + "up_proj", h, c.innerSize, hasBias: c.hasInnerBias),
        innerOutput: try weights.projection(
          inner + "down_proj", c.innerSize, h, hasBias: c.hasInnerBias))
    }
    finalNorm = try weights.table("norm.weight", [h])
    head = try weights.head(names.head, tiedTo: tokenTable, tableShape)
    parameters = weights.parameters
  }

  package func states(_ pass: ForwardPass, rows: [Int32]) -> Variable {
    let tape = pass.tape
    let c = configuration
    var x = pass.embed(tokenTable)
    let rotation = c.rotary.rotation(pass.positions)
    for (layer, block) in blocks.enumerated() {
      x = pass.enter(layer, x)
      let queries = pass.queries(layer, of: blocks.count, rows: rows)
      x = tape.add(queries.of(x, on: tape), attend(x, block, layer, queries, rotation, pass))
      let normal = tape.rmsNorm(x, scale: block.innerNorm, epsilon: c.epsilon)
      let inner = tape.gate(
        pass.linear(normal, block.gate), by: pass.linear(normal, block.innerInput), c.activation)
      x = tape.add(x, pass.linear(inner, block.innerOutput))
    }
    return tape.rmsNorm(pass.finish(x, rows: rows), scale: finalNorm, epsilon: c.epsilon)
  }

  private func attend(
    _ x: Variable, _ block: Block, _ layer: Int, _ queries: QueryRows, _ rotation: Rotation,
    _ pass: ForwardPass
  ) -> Variable {
    let tape = pass.tape
    let c = configuration
    let normal = tape.rmsNorm(x, scale: block.attentionNorm, epsilon: c.epsilon)
    func rotated(
      _ states: Variable, _ norm: Variable?, _ heads: Int, _ rotation: Rotation
    ) -> Variable {
      let states = norm.map { tape.rmsNorm(states, scale: $0, epsilon: c.epsilon) } ?? states
      return tape.heads(states, HeadLayout(count: heads, size: c.headSize), rotary: rotation)
    }
    let all = 0..<c.keyValueHeads * c.headSize
    let query = rotated(
      pass.linear(queries.of(normal, on: tape), block.query), block.queryNorm, c.heads,
      queries.of(rotation))
    let key = Columns(
      rotated(pass.linear(normal, block.key), block.keyNorm, c.keyValueHeads, rotation), all)
    let value = Columns(pass.linear(normal, block.value), all)
    let seen = pass.attention(
      layer, queries, query: Columns(query, 0..<c.heads * c.headSize), key: key, value: value,
      heads: c.heads,
      keyValueHeads: c.keyValueHeads, scale: 1 / Float(c.headSize).squareRoot(),
      window: c.isWindowed[layer] ? c.window : nil)
    return pass.linear(seen, block.output)
  }

  private struct Block {
    let attentionNorm: Variable
    let query: Linear
    let key: Linear
    let value: Linear
    /// `[headSize]`, one for all heads.
    let queryNorm: Variable?
    let keyNorm: Variable?
    let output: Linear
    let innerNorm: Variable
    let gate: Linear
    let innerInput: Linear
    let innerOutput: Linear
  }
}
