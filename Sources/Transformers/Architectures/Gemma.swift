import Checkpoints
import Tensors

/// Gemma 1 to 3 (Gemma Team 2024, 2025): tokens scaled by √H, RMS norms that multiply by 1 + weight, and
/// from the second on a norm after each branch as well, capped logits, layers with and without a window.
package final class Gemma: CausalModel {
  package let shape: ModelShape
  package let parameters: [NamedParameter]
  private let configuration: Configuration
  private let tokenTable: EmbeddingTable
  private let blocks: [Block]
  private let finalNorm: Variable
  package let head: LinearWeight?

  package var embedding: EmbeddingTable { tokenTable }
  package var angleLimit: Int? {
    (configuration.rotary.long ?? configuration.localRotary?.long)?.beyond
  }
  package let embeddingScale: Float

  init(_ weights: WeightReader, configuration: Configuration) throws {
    let c = configuration
    let h = c.hiddenSize
    self.configuration = c
    shape = c.shape
    embeddingScale = Float(Double(h).squareRoot())
    let tableShape = [c.vocabularySize, h]
    let names = try weights.embeddingNames(
      ["embed_tokens.weight"], heads: c.headNames, isTied: c.isHeadTied, tableShape)
    tokenTable = try weights.embedding(names.table, tableShape)
    blocks = try (0..<c.layers).map { try Block(weights, "layers.\($0).", c) }
    finalNorm = try weights.table("norm.weight", [h])
    head = try weights.head(names.head, tiedTo: tokenTable, tableShape)
    parameters = weights.parameters
  }

  package func states(_ pass: ForwardPass, rows: [Int32]) -> Variable {
    let tape = pass.tape
    let c = configuration
    var x = pass.embed(tokenTable, scale: embeddingScale)
    let rotation = c.rotary.rotation(pass.positions)
    let local = c.localRotary?.rotation(pass.positions) ?? rotation
    for (layer, block) in blocks.enumerated() {
      x = pass.enter(layer, x)
      let queries = pass.queries(layer, of: blocks.count, rows: rows)
      let seen = attend(
        x, block, layer, queries, c.isWindowed[layer] ? local : rotation, pass)
      x = tape.add(queries.of(x, on: tape), norm(seen, block.afterAttention, tape))
      let normal = norm(x, block.innerNorm, tape)
      let inner = tape.gate(
        pass.linear(normal, block.gate), by: pass.linear(normal, block.innerInput), c.activation)
      x = tape.add(x, norm(pass.linear(inner, block.innerOutput), block.afterInner, tape))
    }
    return norm(pass.finish(x, rows: rows), finalNorm, tape)
  }

  package func logits(of states: Variable, on tape: Tape) -> Variable {
    let logits = uncappedLogits(of: states, on: tape)
    return configuration.logitCap.map { tape.cap(logits, at: $0) } ?? logits
  }

  private func norm(_ x: Variable, _ weight: Variable?, _ tape: Tape) -> Variable {
    guard let weight else { return x }
    return tape.rmsNorm(x, scale: weight, offset: 1, epsilon: configuration.epsilon)
  }

  private func attend(
    _ x: Variable, _ block: Block, _ layer: Int, _ queries: QueryRows, _ rotation: Rotation,
    _ pass: ForwardPass
  ) -> Variable {
    let tape = pass.tape
    let c = configuration
    let normal = norm(x, block.attentionNorm, tape)
    func rotated(
      _ states: Variable, _ weight: Variable?, _ heads: Int, _ rotation: Rotation
    ) -> Variable {
      tape.heads(
        norm(states, weight, tape), HeadLayout(count: heads, size: c.headSize),
        rotary: rotation)
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
      heads: c.heads, keyValueHeads: c.keyValueHeads, scale: 1 / c.queryScalar.squareRoot(),
      cap: c.attentionCap, window: c.isWindowed[layer] ? c.window : nil)
    return pass.linear(seen, block.output)
  }

  private struct Block {
    let attentionNorm: Variable
    let query: Linear
    let key: Linear
    let value: Linear
    /// `[headSize]`, one for all heads; Gemma 3's.
    let queryNorm: Variable?
    let keyNorm: Variable?
    let output: Linear
    /// After the branches; not in Gemma 1.
    let afterAttention: Variable?
    let innerNorm: Variable
    let gate: Linear
    let innerInput: Linear
    let innerOutput: Linear
    let afterInner: Variable?

    init(_ weights: WeightReader, _ at: String, _ c: Configuration) throws {
      let (h, size) = (c.hiddenSize, c.headSize)
      func projection(_ name: String, _ inputs: Int, _ outputs: Int) throws -> Linear {
        try weights.projection(
          "\(at)self_attn.\(name)", inputs, outputs, hasBias: c.hasAttentionBias)
      }
      func norm(_ name: String, _ width: Int) throws -> Variable {
        try weights.table("\(at)\(name).weight", [width])
      }
      attentionNorm = try norm("input_layernorm", h)
      query = try projection("q_proj", h, c.heads * size)
      key = try projection("k_proj", h, c.keyValueHeads * size)
      value = try projection("v_proj", h, c.keyValueHeads * size)
      queryNorm = c.normsHeads ? try norm("self_attn.q_norm", size) : nil
      keyNorm = c.normsHeads ? try norm("self_attn.k_norm", size) : nil
      output = try projection("o_proj", c.heads * size, h)
      let attended = try norm("post_attention_layernorm", h)
      afterAttention = c.normsBranches ? attended : nil
      innerNorm = c.normsBranches ? try norm("pre_feedforward_layernorm", h) : attended
      gate = try weights.projection(at + "mlp.gate_proj", h, c.innerSize, hasBias: false)
      innerInput = try weights.projection(at + "mlp.up_proj", h, c.innerSize, hasBias: false)
      innerOutput = try weights.projection(at + "mlp.down_proj", c.innerSize, h, hasBias: false)
      afterInner = c.normsBranches ? try norm("post_feedforward_layernorm", h) : nil
    }
  }
}
