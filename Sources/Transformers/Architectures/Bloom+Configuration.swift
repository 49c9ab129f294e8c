import Checkpoints
import Tensors

extension Bloom {
  /// What `config.json` says of a BLOOM.
  struct Configuration: Architecture {
    var hiddenSize: Int
    var layers: Int
    var heads: Int
    var vocabularySize: Int
    var epsilon: Float
    var isHeadTied: Bool
    /// Branches are added to what their norms gave, not to what the norms were given.
    var addsToNorm: Bool

    init(_ reader: ConfigurationReader) throws {
      hiddenSize = try reader.size("hidden_size", aliases: ["n_embed"])
      layers = try reader.size("n_layer", aliases: ["num_hidden_layers"])
      heads = try reader.size("n_head", aliases: ["num_attention_heads"])
      vocabularySize = try reader.size("vocab_size")
      epsilon = try reader.number("layer_norm_epsilon", default: 1e-5)
      isHeadTied = try reader.flag("tie_word_embeddings", default: true)
      addsToNorm = try reader.flag("apply_residual_connection_post_layernorm", default: false)
      guard hiddenSize % heads == 0 else {
        throw reader.fault("n_head", "\(heads) heads don't divide hidden_size \(hiddenSize)")
      }
    }

    /// Distances have no end, so rows have no longest.
    var shape: ModelShape {
      ModelShape(
        modelType: "bloom", hiddenSize: hiddenSize, layers: layers, heads: heads,
        keyValueHeads: heads, headSize: hiddenSize / heads, vocabularySize: vocabularySize,
        maximumPositions: ModelShape.unlimitedPositions)
    }

    var prefixes: [String] { ["transformer."] }
    var probe: String { "h.0.input_layernorm.weight" }

    func model(_ weights: WeightReader) throws -> any TransformerModel {
      try Bloom(weights, configuration: self)
    }
  }
}
