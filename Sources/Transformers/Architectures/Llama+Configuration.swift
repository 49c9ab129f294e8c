import Checkpoints
import Tensors

extension Llama {
  /// What `config.json` says of a decoder built like Llama.
  struct Configuration: Architecture {
    var modelType: String
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
    /// Of the projections to queries, keys and values.
    var hasQueryBias = false
    var hasOutputBias = false
    var hasInnerBias = false
    /// RMS norms of each query's and key's head.
    var normsHeads = false
    /// Positions that a token of a windowed layer sees, its own among them.
    var window: Int?
    /// Layer by layer.
    var isWindowed: [Bool]

    /// The fields that all of the family share.
    /// - Parameter headSize: where the configuration has no `head_dim`; nil divides the hidden size.
    init(
      _ reader: ConfigurationReader, modelType: String, keyValueHeads fallback: Int? = nil,
      headSize defaultHeadSize: Int? = nil
    ) throws {
      self.modelType = modelType
      hiddenSize = try reader.size("hidden_size")
      innerSize = try reader.size("intermediate_size")
      layers = try reader.size("num_hidden_layers")
      heads = try reader.size("num_attention_heads")
      isWindowed = Array(repeating: false, count: layers)
      vocabularySize = try reader.size("vocab_size")
      maximumPositions = try reader.size("max_position_embeddings")
      epsilon = try reader.number("rms_norm_eps", default: 1e-6)
      activation = try reader.activation("hidden_act", default: "silu")
      isHeadTied = try reader.flag("tie_word_embeddings", default: false)
      let isMissing = reader.root["num_key_value_heads"] == nil
      keyValueHeads =
        try reader.optionalSize("num_key_value_heads") ?? (isMissing ? fallback : nil) ?? heads
      guard heads % keyValueHeads == 0 else {
        throw reader.fault(
          "num_key_value_heads", "\(keyValueHeads) key heads don't divide \(heads) heads")
      }
      if let size = try reader.optionalSize("head_dim") ?? defaultHeadSize {
        headSize = size
      } else {
        guard hiddenSize % heads == 0 else {
          throw reader.fault(
            "num_attention_heads", "\(heads) heads don't divide hidden_size \(hiddenSize)")
        }
        headSize = hiddenSize / heads
      }
      rotary = try RotaryEmbedding(
        reader, headSize: headSize, maximumPositions: maximumPositions)
      guard 2 * rotary.frequencies.count == headSize else {
        throw reader.fault(
          "partial_rotary_factor", "\(modelType) rotates whole heads, not a part of them")
      }
    }

    /// Llama 1 to 3, and TinyLlama and SmolLM under its name.
    static func llama(_ reader: ConfigurationReader) throws -> Self {
      var result = try Self(reader, modelType: "llama")
      result.hasQueryBias = try reader.flag("attention_bias", default: false)
      result.hasOutputBias = result.hasQueryBias
      result.hasInnerBias = try reader.flag("mlp_bias", default: false)
      return result
    }

    var shape: ModelShape {
      ModelShape(
        modelType: modelType, hiddenSize: hiddenSize, layers: layers, heads: heads,
        keyValueHeads: keyValueHeads, headSize: headSize, vocabularySize: vocabularySize,
        maximumPositions: maximumPositions)
    }

    var prefixes: [String] { ["model."] }
    var probe: String { "layers.0.input_layernorm.weight" }

    func model(_ weights: WeightReader) throws -> any TransformerModel {
      try Llama(weights, configuration: self)
    }
  }
}
