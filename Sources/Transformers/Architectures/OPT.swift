import Checkpoints
import Tensors

/// OPT (Zhang et al. 2022): learned positions from row 2 of their table, norms before or after each
/// half of a block, embeddings that may be narrower than the body.
package final class OPT: CausalModel {
  package let shape: ModelShape
  package let parameters: [NamedParameter]
  private let configuration: Configuration
  private let tokenTable: EmbeddingTable
  private let positionTable: Variable
  private let widening: Linear?
  private let blocks: [Block]
  private let finalNorm: Norm?
  private let projectOut: Linear?
  package let head: LinearWeight?

  package var embedding: EmbeddingTable { tokenTable }

  init(_ weights: WeightReader, configuration: Configuration) throws {
    let c = configuration
    let (h, width) = (c.bodySize, c.embeddingSize)
    func norm(_ name: String) throws -> Norm {
      guard c.hasNormWeights else {
        return Norm(scale: Variable(.full(1, [h])), shift: Variable(.zeros([h])))
      }
      return try weights.norm(name, h)
    }
    self.configuration = c
    shape = c.shape
    let tableShape = [c.vocabularySize, width]
    let names = try weights.embeddingNames(
      ["embed_tokens.weight"], heads: c.headNames, isTied: c.isHeadTied, tableShape)
    tokenTable = try weights.embedding(names.table, tableShape)
    positionTable = try weights.table(
      "embed_positions.weight", [c.maximumPositions + Self.firstPosition, h])
    widening = width == h ? nil : try weights.projection("project_in", width, h, hasBias: false)
    blocks = try (0..<c.layers).map { layer in
      let at = "layers.\(layer)."
      func projection(_ name: String, _ inputs: Int, _ outputs: Int) throws -> Linear {
        try weights.projection(at + name, inputs, outputs, hasBias: c.hasBias)
      }
      return Block(
        attentionNorm: try norm(at + "self_attn_layer_norm"),
        query: try projection("self_attn.q_proj", h, h),
        key: try projection("self_attn.k_proj", h, h),
        value: try projection("self_attn.v_proj", h, h),
        attentionOutput: try projection("self_attn.out_proj", h, h),
        innerNorm: try norm(at + "final_layer_norm"),
        innerInput: try projection("fc1", h, c.innerSize),
        innerOutput: try projection("fc2", c.innerSize, h))
    }
    finalNorm = c.hasFinalNorm ? try norm("final_layer_norm") : nil
    projectOut = width == h ? nil : try weights.projection("project_out", h, width, hasBias: false)
    head = try weights.head(names.head, tiedTo: tokenTable, tableShape)
    parameters = weights.parameters
  }

  /// The rows before it are left from the padding of its training code.
  private static let firstPosition = 2

  package func states(_ pass: ForwardPass, rows: [Int32]) -> Variable {
    let tape = pass.tape
    let c = configuration
    var x = pass.embed(tokenTable)
    if let widening { x = pass.linear(x, widening) }
    x = tape.addRows(
      x, table: positionTable, rows: pass.positions.map { $0 + Int32(Self.firstPosition) })
    for (layer, block) in blocks.enumerated() {
      let queries = pass.queries(layer, of: blocks.count, rows: rows)
      x = around(pass.enter(layer, x), queries, block.attentionNorm, tape) {
        attend($0, block, layer, queries, pass)
      }
      x = around(x, nil, block.innerNorm, tape) {
        let inner = tape.activation(pass.linear($0, block.innerInput), c.activation)
        return pass.linear(inner, block.innerOutput)
      }
    }
    var requested = pass.finish(x, rows: rows)
    if let finalNorm { requested = tape.layerNorm(requested, finalNorm, epsilon: c.epsilon) }
    if let projectOut { requested = pass.linear(requested, projectOut) }
    return requested
  }

  /// x + branch(x), with the norm before the branch or after the sum; the branch may go on with some rows alone.
  private func around(
    _ x: Variable, _ queries: QueryRows?, _ norm: Norm, _ tape: Tape,
    _ branch: (Variable) -> Variable
  ) -> Variable {
    let epsilon = configuration.epsilon
    let onward = queries?.of(x, on: tape) ?? x
    guard configuration.normsBefore else {
      return tape.layerNorm(tape.add(onward, branch(x)), norm, epsilon: epsilon)
    }
    return tape.add(onward, branch(tape.layerNorm(x, norm, epsilon: epsilon)))
  }

  private func attend(
    _ x: Variable, _ block: Block, _ layer: Int, _ queries: QueryRows, _ pass: ForwardPass
  ) -> Variable {
    let all = 0..<configuration.bodySize
    let key = Columns(pass.linear(x, block.key), all)
    let value = Columns(pass.linear(x, block.value), all)
    let query = pass.linear(queries.of(x, on: pass.tape), block.query)
    let seen = pass.attention(
      layer, queries, query: Columns(query, all), key: key, value: value,
      heads: shape.heads, keyValueHeads: shape.heads,
      scale: 1 / Float(shape.headSize).squareRoot())
    return pass.linear(seen, block.attentionOutput)
  }

  private struct Block {
    let attentionNorm: Norm
    let query: Linear
    let key: Linear
    let value: Linear
    let attentionOutput: Linear
    let innerNorm: Norm
    let innerInput: Linear
    let innerOutput: Linear
  }
}
