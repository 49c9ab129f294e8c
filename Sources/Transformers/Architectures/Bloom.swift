import Checkpoints
import Foundation
import Tensors

/// BLOOM (BigScience 2022): scores that fall with the distance to a key (ALiBi) instead of positions, a
/// norm of the embeddings, queries, keys and values fused head by head.
package final class Bloom: CausalModel {
  package let shape: ModelShape
  package let parameters: [NamedParameter]
  private let configuration: Configuration
  private let tokenTable: EmbeddingTable
  private let embeddingNorm: Norm
  private let blocks: [Block]
  private let finalNorm: Norm
  package let head: LinearWeight?

  package var embedding: EmbeddingTable { tokenTable }

  init(_ weights: WeightReader, configuration: Configuration) throws {
    let c = configuration
    let h = c.hiddenSize
    self.configuration = c
    shape = c.shape
    let tableShape = [c.vocabularySize, h]
    let names = try weights.embeddingNames(
      ["word_embeddings.weight"], heads: c.headNames, isTied: c.isHeadTied, tableShape)
    tokenTable = try weights.embedding(names.table, tableShape)
    embeddingNorm = try weights.norm("word_embeddings_layernorm", h)
    blocks = try (0..<c.layers).map { layer in
      let at = "h.\(layer)."
      func projection(_ name: String, _ inputs: Int, _ outputs: Int) throws -> Linear {
        try weights.projection(at + name, inputs, outputs, hasBias: true)
      }
      return Block(
        attentionNorm: try weights.norm(at + "input_layernorm", h),
        queryKeyValue: try projection("self_attention.query_key_value", h, 3 * h),
        attentionOutput: try projection("self_attention.dense", h, h),
        innerNorm: try weights.norm(at + "post_attention_layernorm", h),
        innerInput: try projection("mlp.dense_h_to_4h", h, 4 * h),
        innerOutput: try projection("mlp.dense_4h_to_h", 4 * h, h))
    }
    finalNorm = try weights.norm("ln_f", h)
    head = try weights.head(names.head, tiedTo: tokenTable, tableShape)
    parameters = weights.parameters
  }

  package func states(_ pass: ForwardPass, rows: [Int32]) -> Variable {
    let tape = pass.tape
    let c = configuration
    var x = tape.layerNorm(pass.embed(tokenTable), embeddingNorm, epsilon: c.epsilon)
    let distances = RelativePositions(
      slopes: Self.slopes(heads: c.heads), furthest: Int(pass.positions.max() ?? 0))
    for (layer, block) in blocks.enumerated() {
      x = pass.enter(layer, x)
      let queries = pass.queries(layer, of: blocks.count, rows: rows)
      let normal = tape.layerNorm(x, block.attentionNorm, epsilon: c.epsilon)
      x = tape.add(
        queries.of(c.addsToNorm ? normal : x, on: tape),
        attend(normal, block, layer, queries, distances, pass))
      let innerNormal = tape.layerNorm(x, block.innerNorm, epsilon: c.epsilon)
      let inner = tape.activation(pass.linear(innerNormal, block.innerInput), .geluTanh)
      x = tape.add(c.addsToNorm ? innerNormal : x, pass.linear(inner, block.innerOutput))
    }
    return tape.layerNorm(pass.finish(x, rows: rows), finalNorm, epsilon: c.epsilon)
  }

  private func attend(
    _ normal: Variable, _ block: Block, _ layer: Int, _ queries: QueryRows,
    _ distances: RelativePositions, _ pass: ForwardPass
  ) -> Variable {
    let tape = pass.tape
    let size = shape.headSize
    let fused = pass.linear(normal, block.queryKeyValue)
    func third(_ fused: Variable, _ index: Int) -> Columns {
      let layout = HeadLayout(
        count: shape.heads, size: size, first: index * size, stride: 3 * size)
      return Columns(tape.heads(fused, layout, rotary: nil), 0..<shape.heads * size)
    }
    let seen = pass.attention(
      layer, queries, query: third(queries.of(fused, on: tape), 0), key: third(fused, 1),
      value: third(fused, 2), heads: shape.heads, keyValueHeads: shape.heads,
      scale: 1 / Float(size).squareRoot(), bias: distances)
    return pass.linear(seen, block.attentionOutput)
  }

  /// What each head's scores lose a position (Press et al. 2022): a geometric series for the largest power of
  /// two of heads, and every other term of the next finer one for the rest.
  static func slopes(heads: Int) -> [Float] {
    var power = 1
    while 2 * power <= heads { power *= 2 }
    func series(of count: Int, _ exponents: [Int]) -> [Float] {
      let base = Float(exp2(-8 / Double(count)))
      return exponents.map { pow(base, Float($0)) }
    }
    let rest = min(power, heads - power)
    return series(of: power, Array(1...power))
      + series(of: 2 * power, (0..<rest).map { 2 * $0 + 1 })
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
