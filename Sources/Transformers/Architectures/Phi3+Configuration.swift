import Checkpoints
import Tensors

extension Phi3 {
  /// What `config.json` says of a Phi-3.
  struct Configuration: Architecture {
    var hiddenSize: Int
    var innerSize: Int
    var layers: Int
    var heads: Int
    var keyValueHeads: Int
    var headSize: Int
    var vocabularySize: Int
    var maximumPositions: Int
    var epsilon: Float
    var activation: Activation
    var isHeadTied: Bool
    var rotary: RotaryEmbedding
    /// Positions that a token sees, its own among them.
    var window: Int?

    init(_ reader: ConfigurationReader) throws {
      hiddenSize = try reader.size("hidden_size")
      innerSize = try reader.size("intermediate_size")
      layers = try reader.size("num_hidden_layers")
      heads = try reader.size("num_attention_heads")
      keyValueHeads = try reader.optionalSize("num_key_value_heads") ?? heads
      vocabularySize = try reader.size("vocab_size")
      maximumPositions = try reader.optionalSize("max_position_embeddings") ?? 4096
      epsilon = try reader.number("rms_norm_eps", default: 1e-5)
      activation = try reader.activation("hidden_act", default: "silu")
      isHeadTied = try reader.flag("tie_word_embeddings", default: false)
      window = try reader.optionalSize("sliding_window")
      guard heads % keyValueHeads == 0 else {
        throw reader.fault(
          "num_key_value_heads", "\(keyValueHeads) key heads don't divide \(heads) heads")
      }
      if let size = try reader.optionalSize("head_dim") {
        headSize = size
      } else {
        guard hiddenSize % heads == 0 else {
          throw reader.fault(
            "num_attention_heads", "\(heads) heads don't divide hidden_size \(hiddenSize)")
        }
        headSize = hiddenSize / heads
      }
      rotary = try RotaryEmbedding(
        reader, headSize: headSize, maximumPositions: maximumPositions,
        part: Double(try reader.number("partial_rotary_factor", default: 1)),
        original: try reader.optionalSize("original_max_position_embeddings") ?? 4096,
        older: ["su": "longrope", "yarn": "longrope"])
    }

    var shape: ModelShape {
      ModelShape(
        modelType: "phi3", hiddenSize: hiddenSize, layers: layers, heads: heads,
        keyValueHeads: keyValueHeads, headSize: headSize, vocabularySize: vocabularySize,
        maximumPositions: maximumPositions)
    }

    var prefixes: [String] { ["model."] }
    var probe: String { "layers.0.input_layernorm.weight" }

    func model(_ weights: WeightReader) throws -> any TransformerModel {
      try Phi3(weights, configuration: self)
    }
  }
}
