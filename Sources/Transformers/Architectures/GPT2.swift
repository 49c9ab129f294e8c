import Foundation
import Tensors
import Tokenizers

/// GPT-2 (Radford et al. 2019) and its family: learned positions, pre-norm blocks, fused QKV.
package final class GPT2: CausalModel {
  package let shape: ModelShape
  package let parameters: [NamedParameter]
  private let configuration: Configuration
  private let tokenTable: Variable
  private let positionTable: Variable
  private let blocks: [Block]
  private let finalNorm: Norm
  private let head: LinearWeight

  package var embedding: Variable { tokenTable }

  package init(_ weights: WeightReader, configuration: Configuration) throws {
    let c = configuration
    let h = c.hiddenSize
    self.configuration = c
    shape = c.shape
    tokenTable = try weights.table("wte.weight", [c.vocabularySize, h])
    positionTable = try weights.table("wpe.weight", [c.maximumPositions, h])
    blocks = try (0..<c.layers).map { layer in
      let at = "h.\(layer)."
      return Block(
        attentionNorm: try weights.norm(at + "ln_1", h),
        queryKeyValue: try weights.linear(at + "attn.c_attn", h, 3 * h),
        attentionOutput: try weights.linear(at + "attn.c_proj", h, h),
        innerNorm: try weights.norm(at + "ln_2", h),
        innerInput: try weights.linear(at + "mlp.c_fc", h, c.innerSize),
        innerOutput: try weights.linear(at + "mlp.c_proj", c.innerSize, h))
    }
    finalNorm = try weights.norm("ln_f", h)
    head =
      c.isHeadTied
      ? weights.tiedHead("wte.weight", table: tokenTable)
      : try weights.head("lm_head.weight", [c.vocabularySize, h])
    parameters = weights.parameters
  }

  package func logits(
    _ layout: TokenLayout, soft: Variable?, rows: [Int32], cache: KeyValueCache?, on tape: Tape
  ) -> Variable {
    var x = tape.embed(layout.codes, table: tokenTable, soft: soft)
    x = tape.addRows(x, table: positionTable, rows: layout.positions)
    for (layer, block) in blocks.enumerated() {
      x = attend(x, block, layer, layout.pattern, cache, tape)
      let norm = apply(block.innerNorm, x, tape)
      let inner = tape.activation(apply(block.innerInput, norm, tape), configuration.activation)
      x = tape.add(x, apply(block.innerOutput, inner, tape))
    }
    cache?.advance(by: layout.codes.count)
    // The vocabulary is the widest matrix there is: only the rows that are asked for meet it.
    let asked = tape.gatherRows(x, rows)
    return tape.linear(apply(finalNorm, asked, tape), head, bias: nil)
  }

  private func attend(
    _ x: Variable, _ block: Block, _ layer: Int, _ pattern: AttentionPattern,
    _ cache: KeyValueCache?, _ tape: Tape
  ) -> Variable {
    let h = shape.hiddenSize
    let qkv = apply(block.queryKeyValue, apply(block.attentionNorm, x, tape), tape)
    var key = Columns(qkv, h..<2 * h)
    var value = Columns(qkv, 2 * h..<3 * h)
    if let cache {
      (key, value) = cache.extend(layer: layer, key: key, value: value)
    }
    var scale: Float = configuration.scalesAttention ? 1 / Float(shape.headSize).squareRoot() : 1
    if configuration.scalesAttentionByLayer { scale /= Float(layer + 1) }
    let seen = tape.attention(
      query: Columns(qkv, 0..<h), key: key, value: value, heads: shape.heads,
      keyValueHeads: shape.heads, scale: scale, pattern: pattern)
    return tape.add(x, apply(block.attentionOutput, seen, tape))
  }

  private func apply(_ norm: Norm, _ x: Variable, _ tape: Tape) -> Variable {
    tape.layerNorm(x, scale: norm.scale, shift: norm.shift, epsilon: configuration.epsilon)
  }

  private func apply(_ layer: Linear, _ x: Variable, _ tape: Tape) -> Variable {
    tape.linear(x, layer.weight, bias: layer.bias)
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
