import Checkpoints
import Tensors

/// Phi-3 (Abdin et al. 2024): Llama's blocks with queries, keys and values in one matrix, gate and inner
/// input in another, and rotary positions that may rotate a part of each head.
package final class Phi3: CausalModel {
  package let shape: ModelShape
  package let parameters: [NamedParameter]
  private let configuration: Configuration
  private let tokenTable: EmbeddingTable
  private let blocks: [Block]
  private let finalNorm: Variable
  package let head: LinearWeight?

  package var embedding: EmbeddingTable { tokenTable }
  package var angleLimit: Int? { configuration.rotary.long?.beyond }
  /// transformers makes a row's keys again when it grows into the long frequencies.
  package var cacheLimit: Int? { angleLimit }

  init(_ weights: WeightReader, configuration: Configuration) throws {
    let c = configuration
    let (h, inner) = (c.hiddenSize, c.innerSize)
    let (queries, keys) = (c.heads * c.headSize, c.keyValueHeads * c.headSize)
    self.configuration = c
    shape = c.shape
    let tableShape = [c.vocabularySize, h]
    let names = try weights.embeddingNames(
      ["embed_tokens.weight"], heads: c.headNames, isTied: c.isHeadTied, tableShape)
    tokenTable = try weights.embedding(names.table, tableShape)
    blocks = try (0..<c.layers).map { layer in
      let at = "layers.\(layer)."
      func projection(_ name: String, _ inputs: Int, _ outputs: Int) throws -> Linear {
        try weights.projection(at + name, inputs, outputs, hasBias: false)
      }
      return Block(
        attentionNorm: try weights.table(at + "input_layernorm.weight", [h]),
        queryKeyValue: try projection("self_attn.qkv_proj", h, queries + 2 * keys),
        output: try projection("self_attn.o_proj", queries, h),
        innerNorm: try weights.table(at + "post_attention_layernorm.weight", [h]),
        gateAndInput: try projection("mlp.gate_up_proj", h, 2 * inner),
        innerOutput: try projection("mlp.down_proj", inner, h))
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
      func half(_ range: Range<Int>) -> Variable {
        pass.linear(normal, block.gateAndInput, outputs: range)
      }
      let inner = tape.gate(
        half(0..<c.innerSize), by: half(c.innerSize..<2 * c.innerSize), c.activation)
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
    let (width, keys) = (c.heads * c.headSize, c.keyValueHeads * c.headSize)
    let normal = tape.rmsNorm(x, scale: block.attentionNorm, epsilon: c.epsilon)
    func part(_ x: Variable, _ range: Range<Int>) -> Variable {
      pass.linear(x, block.queryKeyValue, outputs: range)
    }
    func rotated(_ states: Variable, _ heads: Int, _ rotation: Rotation) -> Columns {
      let layout = HeadLayout(count: heads, size: c.headSize)
      return Columns(
        tape.heads(states, layout, rotary: rotation), 0..<heads * c.headSize)
    }
    let asking = part(queries.of(normal, on: tape), 0..<width)
    let key = part(normal, width..<width + keys)
    let value = part(normal, width + keys..<width + 2 * keys)
    let seen = pass.attention(
      layer, queries, query: rotated(asking, c.heads, queries.of(rotation)),
      key: rotated(key, c.keyValueHeads, rotation), value: Columns(value, 0..<keys), heads: c.heads,
      keyValueHeads: c.keyValueHeads, scale: 1 / Float(c.headSize).squareRoot(), window: c.window)
    return pass.linear(seen, block.output)
  }

  private struct Block {
    let attentionNorm: Variable
    /// All queries, then all keys, then all values.
    let queryKeyValue: Linear
    let output: Linear
    let innerNorm: Variable
    /// The gate, then what it opens for.
    let gateAndInput: Linear
    let innerOutput: Linear
  }
}
