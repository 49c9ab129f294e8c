import Checkpoints
import Tensors

extension T5 {
  /// The blocks of the encoder, or of the decoder.
  struct Stack {
    let blocks: [Block]
    /// Kept by the first block, for all.
    let positions: RelativePositions
    let finalNorm: Variable

    /// - Parameter reads: each block attends to encoded rows too.
    init(
      _ weights: WeightReader, _ c: Configuration, _ name: String, layers: Int, reads: Bool
    ) throws {
      let table = try weights.table(
        "\(name).block.0.layer.0.SelfAttention.relative_attention_bias.weight",
        [c.buckets, c.heads])
      positions = RelativePositions(table: table, furthest: c.furthest, isBidirectional: !reads)
      blocks = try (0..<layers).map { layer in
        let at = "\(name).block.\(layer).layer."
        return Block(
          own: try Attention(weights, c, at + "0.", "SelfAttention"),
          reading: reads ? try Attention(weights, c, at + "1.", "EncDecAttention") : nil,
          inner: try Inner(weights, c, at + (reads ? "2." : "1.")))
      }
      finalNorm = try weights.table(name + ".final_layer_norm.weight", [c.hiddenSize])
    }
  }

  struct Block {
    let own: Attention
    let reading: Attention?
    let inner: Inner
  }

  struct Attention {
    let norm: Variable
    let query: Linear
    let key: Linear
    let value: Linear
    let output: Linear

    init(_ weights: WeightReader, _ c: Configuration, _ at: String, _ name: String) throws {
      let (h, width) = (c.hiddenSize, c.heads * c.headSize)
      func projection(_ letter: String, _ inputs: Int, _ outputs: Int) throws -> Linear {
        try weights.projection("\(at)\(name).\(letter)", inputs, outputs, hasBias: false)
      }
      norm = try weights.table(at + "layer_norm.weight", [h])
      query = try projection("q", h, width)
      key = try projection("k", h, width)
      value = try projection("v", h, width)
      output = try projection("o", width, h)
    }
  }

  struct Inner {
    let norm: Variable
    let gate: Linear?
    let input: Linear
    let output: Linear

    init(_ weights: WeightReader, _ c: Configuration, _ at: String) throws {
      func projection(_ name: String, _ inputs: Int, _ outputs: Int) throws -> Linear {
        try weights.projection("\(at)DenseReluDense.\(name)", inputs, outputs, hasBias: false)
      }
      norm = try weights.table(at + "layer_norm.weight", [c.hiddenSize])
      gate = c.isGated ? try projection("wi_0", c.hiddenSize, c.innerSize) : nil
      input = try projection(c.isGated ? "wi_1" : "wi", c.hiddenSize, c.innerSize)
      output = try projection("wo", c.innerSize, c.hiddenSize)
    }
  }
}
