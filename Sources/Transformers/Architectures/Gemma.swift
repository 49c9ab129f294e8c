import Tensors

/// Gemma 1 to 3 (Gemma Team 2024, 2025): tokens scaled by √H, RMS norms that multiply by 1 + weight, and
/// from the second on a norm behind each branch as well, capped logits, layers with and without a window.
package final class Gemma: CausalModel {
  package let shape: ModelShape
  package let parameters: [NamedParameter]
  private let configuration: Configuration
  private let tokenTable: Variable
  private let blocks: [Block]
  private let finalNorm: Variable
  private let head: LinearWeight

  package var embedding: Variable { tokenTable }
  package let embeddingScale: Float

  init(_ weights: WeightReader, configuration: Configuration) throws {
    let c = configuration
    let h = c.hiddenSize
    self.configuration = c
    shape = c.shape
    embeddingScale = Float(Double(h).squareRoot())
    tokenTable = try weights.table("embed_tokens.weight", [c.vocabularySize, h])
    blocks = try (0..<c.layers).map { try Block(weights, "layers.\($0).", c) }
    finalNorm = try weights.table("norm.weight", [h])
    let name = c.headNames.first(where: weights.contains) ?? c.headNames[0]
    head =
      c.isHeadTied
      ? weights.tiedHead("embed_tokens.weight", table: tokenTable)
      : try weights.head(name, [c.vocabularySize, h])
    parameters = weights.parameters
  }

  package func logits(
    _ layout: TokenLayout, soft: Variable?, rows: [Int32], cache: KeyValueCache?, on tape: Tape
  ) -> Variable {
    let c = configuration
    var x = tape.embed(layout.codes, table: tokenTable, soft: soft, scale: embeddingScale)
    let full = Sight(rotation: c.rotary.rotation(layout.positions), pattern: layout.pattern)
    var narrow = full
    if let local = c.localRotary { narrow.rotation = local.rotation(layout.positions) }
    if let window = c.window {
      narrow.pattern = layout.pattern(within: window, isCached: cache != nil)
    }
    for (layer, block) in blocks.enumerated() {
      let sight = c.isWindowed[layer] ? narrow : full
      let seen = attend(x, block, layer, sight, cache, tape)
      x = tape.add(x, norm(seen, block.afterAttention, tape))
      let normal = norm(x, block.innerNorm, tape)
      let inner = tape.gate(
        tape.linear(normal, block.gate), by: tape.linear(normal, block.innerInput), c.activation)
      x = tape.add(x, norm(tape.linear(inner, block.innerOutput), block.afterInner, tape))
    }
    cache?.advance(by: layout.codes.count)
    let asked = norm(tape.gatherRows(x, rows), finalNorm, tape)
    let logits = tape.linear(asked, head, bias: nil)
    return c.logitCap.map { tape.cap(logits, at: $0) } ?? logits
  }

  /// How a kind of layer tells positions apart and which it sees.
  private struct Sight {
    var rotation: Rotation
    var pattern: AttentionPattern
  }

  private func norm(_ x: Variable, _ weight: Variable?, _ tape: Tape) -> Variable {
    guard let weight else { return x }
    return tape.rmsNorm(x, scale: weight, offset: 1, epsilon: configuration.epsilon)
  }

  private func attend(
    _ x: Variable, _ block: Block, _ layer: Int, _ sight: Sight, _ cache: KeyValueCache?,
    _ tape: Tape
  ) -> Variable {
    let c = configuration
    let normal = norm(x, block.attentionNorm, tape)
    func turned(_ layer: Linear, _ weight: Variable?, _ heads: Int) -> Variable {
      let states = norm(tape.linear(normal, layer), weight, tape)
      return tape.heads(
        states, HeadLayout(count: heads, size: c.headSize), turnedBy: sight.rotation)
    }
    let all = 0..<c.keyValueHeads * c.headSize
    let query = turned(block.query, block.queryNorm, c.heads)
    var key = Columns(turned(block.key, block.keyNorm, c.keyValueHeads), all)
    var value = Columns(tape.linear(normal, block.value), all)
    if let cache {
      (key, value) = cache.extend(layer: layer, key: key, value: value)
    }
    let seen = tape.attention(
      query: Columns(query, 0..<c.heads * c.headSize), key: key, value: value, heads: c.heads,
      keyValueHeads: c.keyValueHeads, scale: 1 / c.queryScalar.squareRoot(), cap: c.attentionCap,
      pattern: sight.pattern)
    return tape.linear(seen, block.output)
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
    /// Behind the branches; not in Gemma 1.
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
