import Checkpoints
import Foundation
import Tensors
import Tokenizers

extension GPT2 {
  /// What `config.json` says of a GPT-2, under the names it uses there.
  package struct Configuration: Architecture {
    package var hiddenSize: Int
    package var layers: Int
    package var heads: Int
    var innerSize: Int
    package var vocabularySize: Int
    package var maximumPositions: Int
    package var epsilon: Float
    package var activation: Activation
    var isHeadTied: Bool
    var scalesAttention: Bool
    var scalesAttentionByLayer: Bool

    init(_ reader: ConfigurationReader) throws {
      hiddenSize = try reader.size("n_embd", aliases: ["hidden_size"])
      layers = try reader.size("n_layer", aliases: ["num_hidden_layers"])
      heads = try reader.size("n_head", aliases: ["num_attention_heads"])
      vocabularySize = try reader.size("vocab_size")
      maximumPositions = try reader.size(
        "n_positions", aliases: ["max_position_embeddings", "n_ctx"])
      innerSize = try reader.optionalSize("n_inner") ?? 4 * hiddenSize
      epsilon = try reader.number("layer_norm_epsilon", default: 1e-5)
      activation = try reader.activation("activation_function", default: "gelu_new")
      isHeadTied = try reader.flag("tie_word_embeddings", default: true)
      scalesAttention = try reader.flag("scale_attn_weights", default: true)
      scalesAttentionByLayer = try reader.flag(
        "scale_attn_by_inverse_layer_idx", default: false)
      guard hiddenSize % heads == 0 else {
        throw reader.fault("n_head", "\(heads) heads don't divide n_embd \(hiddenSize)")
      }
      if try reader.flag("add_cross_attention", default: false) {
        throw reader.fault("add_cross_attention", "a decoder with cross-attention can't be loaded")
      }
    }

    package var shape: ModelShape {
      ModelShape(
        modelType: "gpt2", hiddenSize: hiddenSize, layers: layers, heads: heads,
        keyValueHeads: heads, headSize: hiddenSize / heads, vocabularySize: vocabularySize,
        maximumPositions: maximumPositions)
    }

    package var prefixes: [String] { ["transformer."] }
    package var probe: String { "h.0.ln_1.weight" }

    package func model(_ weights: WeightReader) throws -> any TransformerModel {
      try GPT2(weights, configuration: self)
    }
  }
}
