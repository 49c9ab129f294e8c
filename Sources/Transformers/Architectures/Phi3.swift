import Tensors

/// Phi-3 (Abdin et al. 2024): Llama's blocks with queries, keys and values in one matrix, gate and inner
/// input in another, and rotary positions that may turn a part of each head.
package final class Phi3: CausalModel {
  package let shape: ModelShape
  package let parameters: [NamedParameter]
  private let configuration: Configuration
  private let tokenTable: Variable
  private let blocks: [Block]
  private let finalNorm: Variable
  package let head: LinearWeight?

  package var embedding: Variable { tokenTable }
  package var angleLimit: Int? { configuration.rotary.long?.beyond }
  /// transformers makes a row's keys again when it grows into the long frequencies.
  package var cacheLimit: Int? { angleLimit }

  init(_ weights: WeightReader, configuration: Configuration) throws {
    let c = configuration
    let (h, inner) = (c.hiddenSize, c.innerSize)
    let (queries, keys) = (c.heads * c.headSize, c.keyValueHeads * c.headSize)
    self.configuration = c
    shape = c.shape
    tokenTable = try weights.table("embed_tokens.weight", [c.vocabularySize, h])
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
    head =
      c.isHeadTied
      ? weights.tiedHead("embed_tokens.weight", table: tokenTable)
      : try weights.decoderHead("lm_head.weight", [c.vocabularySize, h])
    parameters = weights.parameters
  }

  package func states(_ pass: ForwardPass, rows: [Int32]) -> Variable {
    let tape = pass.tape
    let c = configuration
    var x = pass.embed(tokenTable)
    let rotation = c.rotary.rotation(pass.positions)
    for (layer, block) in blocks.enumerated() {
      x = pass.enter(layer, x)
      x = tape.add(x, attend(x, block, layer, rotation, pass))
      let normal = tape.rmsNorm(x, scale: block.innerNorm, epsilon: c.epsilon)
      let fused = pass.linear(normal, block.gateAndInput)
      func half(_ index: Int) -> Variable {
        let layout = HeadLayout(count: 1, size: c.innerSize, first: index * c.innerSize)
        return tape.heads(fused, layout, turnedBy: nil)
      }
      let inner = tape.gate(half(0), by: half(1), c.activation)
      x = tape.add(x, pass.linear(inner, block.innerOutput))
    }
    return tape.rmsNorm(pass.finish(x, rows: rows), scale: finalNorm, epsilon: c.epsilon)
  }

  private func attend(
    _ x: Variable, _ block: Block, _ layer: Int, _ rotation: Rotation, _ pass: ForwardPass
  ) -> Variable {
    let tape = pass.tape
    let c = configuration
    let (queries, keys) = (c.heads * c.headSize, c.keyValueHeads * c.headSize)
    let normal = tape.rmsNorm(x, scale: block.attentionNorm, epsilon: c.epsilon)
    let fused = pass.linear(normal, block.queryKeyValue)
    func turned(_ heads: Int, from first: Int) -> Columns {
      let layout = HeadLayout(count: heads, size: c.headSize, first: first)
      return Columns(
        tape.heads(fused, layout, turnedBy: rotation), 0..<heads * c.headSize)
    }
    let seen = pass.attention(
      layer, query: turned(c.heads, from: 0), key: turned(c.keyValueHeads, from: queries),
      value: Columns(fused, queries + keys..<queries + 2 * keys), heads: c.heads,
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
