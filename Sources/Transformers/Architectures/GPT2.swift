import Checkpoints
import Foundation
import Tensors
import Tokenizers

/// GPT-2 (Radford et al. 2019) and its family: learned positions, pre-norm blocks, fused QKV.
package final class GPT2: CausalModel {
  package let shape: ModelShape
  package let parameters: [NamedParameter]
  private let configuration: Configuration
  private let tokenTable: EmbeddingTable
  private let positionTable: Variable
  private let blocks: [Block]
  private let finalNorm: Norm
  package let head: LinearWeight?

  package var embedding: EmbeddingTable { tokenTable }

  package init(_ weights: WeightReader, configuration: Configuration) throws {
    let c = configuration
    let h = c.hiddenSize
    self.configuration = c
    shape = c.shape
    let tableShape = [c.vocabularySize, h]
    let names = try weights.embeddingNames(
      ["wte.weight"], heads: c.headNames, isTied: c.isHeadTied, tableShape)
    tokenTable = try weights.embedding(names.table, tableShape)
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
    head = try weights.head(names.head, tiedTo: tokenTable, tableShape)
    parameters = weights.parameters
  }

  package func states(_ pass: ForwardPass, rows: [Int32]) -> Variable {
    let tape = pass.tape
    var x = pass.embed(tokenTable)
    x = tape.addRows(x, table: positionTable, rows: pass.positions)
    for (layer, block) in blocks.enumerated() {
      x = attend(
        pass.enter(layer, x), block, layer, pass.queries(layer, of: blocks.count, rows: rows), pass)
      let norm = apply(block.innerNorm, x, tape)
      let inner = tape.activation(pass.linear(norm, block.innerInput), configuration.activation)
      x = tape.add(x, pass.linear(inner, block.innerOutput))
    }
    return apply(finalNorm, pass.finish(x, rows: rows), tape)
  }

  private func attend(
    _ x: Variable, _ block: Block, _ layer: Int, _ queries: QueryRows, _ pass: ForwardPass
  ) -> Variable {
    let h = shape.hiddenSize
    let normal = apply(block.attentionNorm, x, pass.tape)
    let query: Columns
    let keyValue: Columns
    if queries.rows == nil {
      let all = pass.linear(normal, block.queryKeyValue)
      (query, keyValue) = (Columns(all, 0..<h), Columns(all, h..<3 * h))
    } else {
      let selected = queries.of(normal, on: pass.tape)
      query = Columns(pass.linear(selected, block.queryKeyValue, outputs: 0..<h), 0..<h)
      keyValue = Columns(
        pass.linear(normal, block.queryKeyValue, outputs: h..<3 * h), 0..<2 * h)
    }
    var scale: Float = configuration.scalesAttention ? 1 / Float(shape.headSize).squareRoot() : 1
    if configuration.scalesAttentionByLayer { scale /= Float(layer + 1) }
    let seen = pass.attention(
      layer, queries, query: query, key: keyValue[0..<h], value: keyValue[h..<2 * h],
      heads: shape.heads, keyValueHeads: shape.heads, scale: scale)
    return pass.tape.add(
      queries.of(x, on: pass.tape), pass.linear(seen, block.attentionOutput))
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
