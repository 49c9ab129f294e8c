import Checkpoints
import Tensors

extension OPT {
  /// What `config.json` says of an OPT.
  struct Configuration: Architecture {
    /// Inside the blocks.
    var bodySize: Int
    /// Of tokens' and soft tokens' embeddings.
    var embeddingSize: Int
    var innerSize: Int
    var layers: Int
    var heads: Int
    var vocabularySize: Int
    var maximumPositions: Int
    var epsilon: Float = 1e-5
    var activation: Activation
    var isHeadTied: Bool
    var normsBefore: Bool
    var hasFinalNorm: Bool
    var hasNormWeights: Bool
    var hasBias: Bool

    init(_ reader: ConfigurationReader) throws {
      bodySize = try reader.size("hidden_size")
      embeddingSize = try reader.optionalSize("word_embed_proj_dim") ?? bodySize
      innerSize = try reader.size("ffn_dim")
      layers = try reader.size("num_hidden_layers")
      heads = try reader.size("num_attention_heads")
      vocabularySize = try reader.size("vocab_size")
      maximumPositions = try reader.size("max_position_embeddings")
      activation = try reader.activation("activation_function", default: "relu")
      isHeadTied = try reader.flag("tie_word_embeddings", default: true)
      normsBefore = try reader.flag("do_layer_norm_before", default: true)
      let isRemoved = try reader.flag("_remove_final_layer_norm", default: false)
      hasFinalNorm = normsBefore && !isRemoved
      hasNormWeights = try reader.flag("layer_norm_elementwise_affine", default: true)
      hasBias = try reader.flag("enable_bias", default: true)
      guard bodySize % heads == 0 else {
        throw reader.fault(
          "num_attention_heads", "\(heads) heads don't divide hidden_size \(bodySize)")
      }
    }

    /// Its hidden size is what the rest of the engine meets: the embeddings'.
    var shape: ModelShape {
      ModelShape(
        modelType: "opt", hiddenSize: embeddingSize, layers: layers, heads: heads,
        keyValueHeads: heads, headSize: bodySize / heads, vocabularySize: vocabularySize,
        maximumPositions: maximumPositions)
    }

    var prefixes: [String] { ["model.decoder.", "decoder."] }
    var probe: String { "layers.0.fc1.weight" }

    func model(_ weights: WeightReader) throws -> any TransformerModel {
      try OPT(weights, configuration: self)
    }
  }
}
