import Checkpoints
import Tensors

extension T5 {
  /// What `config.json` says of a T5.
  struct Configuration: Architecture {
    var modelType: String
    var hiddenSize: Int
    var innerSize: Int
    var layers: Int
    var decoderLayers: Int
    var heads: Int
    var headSize: Int
    var vocabularySize: Int
    var epsilon: Float
    var activation: Activation
    var isGated: Bool
    var buckets: Int
    /// The distance from which on all share a bucket.
    var furthest: Int
    /// The decoder's states are divided by √hiddenSize in front of the head, which is the embedding table:
    /// T5 1.0, not 1.1.
    var scalesOutput: Bool
    var startToken: Int32

    private init(_ reader: ConfigurationReader, modelType: String, proj fallback: String) throws {
      self.modelType = modelType
      hiddenSize = try reader.size("d_model", aliases: ["hidden_size"])
      innerSize = try reader.size("d_ff")
      layers = try reader.size("num_layers", aliases: ["num_hidden_layers"])
      decoderLayers = try reader.optionalSize("num_decoder_layers") ?? layers
      heads = try reader.size("num_heads", aliases: ["num_attention_heads"])
      headSize = try reader.size("d_kv", aliases: ["head_dim"])
      vocabularySize = try reader.size("vocab_size")
      epsilon = try reader.number("layer_norm_epsilon", default: 1e-6)
      buckets = try reader.optionalSize("relative_attention_num_buckets") ?? 32
      furthest = try reader.optionalSize("relative_attention_max_distance") ?? 128
      guard buckets >= 4 else {
        throw reader.fault("relative_attention_num_buckets", "must be a whole number from 4")
      }
      guard furthest > buckets / 2, furthest <= 1 << 16 else {
        throw reader.fault(
          "relative_attention_max_distance",
          "must be above half of the \(buckets) buckets and at most \(1 << 16)")
      }
      let form = try reader.string("feed_forward_proj") ?? fallback
      isGated = form.hasPrefix("gated-")
      // The one name that T5 means otherwise.
      activation =
        form == "gated-gelu"
        ? .geluTanh
        : try reader.activation(
          "feed_forward_proj", named: isGated ? String(form.dropFirst("gated-".count)) : form)
      let isTied = try reader.flag("tie_word_embeddings", default: true)
      // transformers 5 ties all of them and keeps the older field's meaning in a new one.
      scalesOutput = try reader.flag("scale_decoder_outputs", default: isTied)
      startToken = try reader.token("decoder_start_token_id") ?? reader.token("pad_token_id") ?? 0
      guard startToken < vocabularySize else {
        throw reader.fault("decoder_start_token_id", "is past the vocabulary of \(vocabularySize)")
      }
      guard heads * headSize <= 1 << 24 else {
        throw reader.fault("d_kv", "\(heads) heads of \(headSize) are too wide")
      }
    }

    /// T5 1.0 and 1.1, and Flan-T5 under its name.
    static func t5(_ reader: ConfigurationReader) throws -> Self {
      try Self(reader, modelType: "t5", proj: "relu")
    }

    /// mT5 (Xue et al. 2021): T5 1.1 of many languages, its output never scaled.
    static func mt5(_ reader: ConfigurationReader) throws -> Self {
      var result = try Self(reader, modelType: "mt5", proj: "gated-gelu")
      result.scalesOutput = false
      return result
    }

    /// Distances have no end, so rows have no longest.
    var shape: ModelShape { shape(layers: layers) }

    func shape(layers: Int) -> ModelShape {
      ModelShape(
        modelType: modelType, hiddenSize: hiddenSize, layers: layers, heads: heads,
        keyValueHeads: heads, headSize: headSize, vocabularySize: vocabularySize,
        maximumPositions: ModelShape.unlimitedPositions)
    }

    var kind: ModelKind { .encoderDecoder }
    var prefixes: [String] { ["", "transformer."] }
    var probe: String { "encoder.final_layer_norm.weight" }

    func model(_ weights: WeightReader) throws -> any TransformerModel {
      try T5(weights, configuration: self)
    }
  }
}
