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
  package let head: LinearWeight?

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
      : try weights.decoderHead("lm_head.weight", [c.vocabularySize, h])
    parameters = weights.parameters
  }

  package func states(_ pass: ForwardPass, rows: [Int32]) -> Variable {
    let tape = pass.tape
    var x = pass.embed(tokenTable)
    x = tape.addRows(x, table: positionTable, rows: pass.positions)
    for (layer, block) in blocks.enumerated() {
      x = attend(pass.enter(layer, x), block, layer, pass)
      let norm = apply(block.innerNorm, x, tape)
      let inner = tape.activation(pass.linear(norm, block.innerInput), configuration.activation)
      x = tape.add(x, pass.linear(inner, block.innerOutput))
    }
    return apply(finalNorm, pass.finish(x, rows: rows), tape)
  }

  private func attend(
    _ x: Variable, _ block: Block, _ layer: Int, _ pass: ForwardPass
  ) -> Variable {
    let h = shape.hiddenSize
    let qkv = pass.linear(apply(block.attentionNorm, x, pass.tape), block.queryKeyValue)
    let key = Columns(qkv, h..<2 * h)
    let value = Columns(qkv, 2 * h..<3 * h)
    var scale: Float = configuration.scalesAttention ? 1 / Float(shape.headSize).squareRoot() : 1
    if configuration.scalesAttentionByLayer { scale /= Float(layer + 1) }
    let seen = pass.attention(
      layer, query: Columns(qkv, 0..<h), key: key, value: value, heads: shape.heads,
      keyValueHeads: shape.heads, scale: scale)
    return pass.tape.add(x, pass.linear(seen, block.attentionOutput))
  }

  private func apply(_ norm: Norm, _ x: Variable, _ tape: Tape) -> Variable {
    tape.layerNorm(x, scale: norm.scale, shift: norm.shift, epsilon: configuration.epsilon)
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
