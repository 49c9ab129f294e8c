import Checkpoints
import Tensors

extension GPTNeoX {
  /// What `config.json` says of a GPT-NeoX.
  struct Configuration: Architecture {
    var hiddenSize: Int
    var innerSize: Int
    var layers: Int
    var heads: Int
    var vocabularySize: Int
    var maximumPositions: Int
    var epsilon: Float
    var activation: Activation
    var isHeadTied: Bool
    var isParallel: Bool
    var hasAttentionBias: Bool
    var rotary: RotaryEmbedding

    init(_ reader: ConfigurationReader) throws {
      hiddenSize = try reader.size("hidden_size")
      innerSize = try reader.size("intermediate_size")
      layers = try reader.size("num_hidden_layers")
      heads = try reader.size("num_attention_heads")
      vocabularySize = try reader.size("vocab_size")
      maximumPositions = try reader.size("max_position_embeddings")
      epsilon = try reader.number("layer_norm_eps", default: 1e-5)
      activation = try reader.activation("hidden_act", default: "gelu")
      isHeadTied = try reader.flag("tie_word_embeddings", default: false)
      isParallel = try reader.flag("use_parallel_residual", default: true)
      hasAttentionBias = try reader.flag("attention_bias", default: true)
      guard hiddenSize % heads == 0 else {
        throw reader.fault(
          "num_attention_heads", "\(heads) heads don't divide hidden_size \(hiddenSize)")
      }
      rotary = try RotaryEmbedding(
        reader, headSize: hiddenSize / heads, maximumPositions: maximumPositions,
        base: "rotary_emb_base", part: Double(try reader.number("rotary_pct", default: 0.25)))
    }

    var shape: ModelShape {
      ModelShape(
        modelType: "gpt_neox", hiddenSize: hiddenSize, layers: layers, heads: heads,
        keyValueHeads: heads, headSize: hiddenSize / heads, vocabularySize: vocabularySize,
        maximumPositions: maximumPositions)
    }

    var prefixes: [String] { ["gpt_neox."] }
    var probe: String { "layers.0.input_layernorm.weight" }
    var headNames: [String] { ["embed_out.weight", "lm_head.weight"] }

    func model(_ weights: WeightReader) throws -> any TransformerModel {
      try GPTNeoX(weights, configuration: self)
    }
  }
}
