import Checkpoints
import Tensors

/// GPT-NeoX (Black et al. 2022) and Pythia: attention and inner layer side by side, rotary positions on a
/// part of each head, queries, keys and values fused head by head.
package final class GPTNeoX: CausalModel {
  package let shape: ModelShape
  package let parameters: [NamedParameter]
  private let configuration: Configuration
  private let tokenTable: EmbeddingTable
  private let blocks: [Block]
  private let finalNorm: Norm
  package let head: LinearWeight?

  package var embedding: EmbeddingTable { tokenTable }
  package var angleLimit: Int? { configuration.rotary.long?.beyond }

  init(_ weights: WeightReader, configuration: Configuration) throws {
    let c = configuration
    let h = c.hiddenSize
    self.configuration = c
    shape = c.shape
    let tableShape = [c.vocabularySize, h]
    let names = try weights.embeddingNames(
      ["embed_in.weight"], heads: c.headNames, isTied: c.isHeadTied, tableShape)
    tokenTable = try weights.embedding(names.table, tableShape)
    blocks = try (0..<c.layers).map { layer in
      let at = "layers.\(layer)."
      return Block(
        attentionNorm: try weights.norm(at + "input_layernorm", h),
        queryKeyValue: try weights.projection(
          at + "attention.query_key_value", h, 3 * h, hasBias: c.hasAttentionBias),
        attentionOutput: try weights.projection(
          at + "attention.dense", h, h, hasBias: c.hasAttentionBias),
        innerNorm: try weights.norm(at + "post_attention_layernorm", h),
        innerInput: try weights.projection(
          at + "mlp.dense_h_to_4h", h, c.innerSize, hasBias: true),
        innerOutput: try weights.projection(
          at + "mlp.dense_4h_to_h", c.innerSize, h, hasBias: true))
    }
    finalNorm = try weights.norm("final_layer_norm", h)
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
      let onward = queries.of(x, on: tape)
      let attended = tape.add(onward, attend(x, block, layer, queries, rotation, pass))
      let normal = tape.layerNorm(
        c.isParallel ? onward : attended, block.innerNorm, epsilon: c.epsilon)
      let inner = tape.activation(pass.linear(normal, block.innerInput), c.activation)
      x = tape.add(attended, pass.linear(inner, block.innerOutput))
    }
    return tape.layerNorm(pass.finish(x, rows: rows), finalNorm, epsilon: c.epsilon)
  }

  private func attend(
    _ x: Variable, _ block: Block, _ layer: Int, _ queries: QueryRows, _ rotation: Rotation,
    _ pass: ForwardPass
  ) -> Variable {
    let tape = pass.tape
    let size = shape.headSize
    let normal = tape.layerNorm(x, block.attentionNorm, epsilon: configuration.epsilon)
    let fused = pass.linear(normal, block.queryKeyValue)
    func third(_ fused: Variable, _ index: Int, rotary rotation: Rotation?) -> Columns {
      let layout = HeadLayout(
        count: shape.heads, size: size, first: index * size, stride: 3 * size)
      return Columns(tape.heads(fused, layout, rotary: rotation), 0..<shape.heads * size)
    }
    let query = third(queries.of(fused, on: tape), 0, rotary: queries.of(rotation))
    let key = third(fused, 1, rotary: rotation)
    let value = third(fused, 2, rotary: nil)
    let seen = pass.attention(
      layer, queries, query: query, key: key, value: value, heads: shape.heads,
      keyValueHeads: shape.heads,
      scale: 1 / Float(size).squareRoot())
    return pass.linear(seen, block.attentionOutput)
  }

  private struct Block {
    let attentionNorm: Norm
    let queryKeyValue: Linear
    let attentionOutput: Linear
    let innerNorm: Norm
    let innerInput: Linear
    let innerOutput: Linear
  }
}
