import Checkpoints
import Tensors

extension Gemma {
  /// What `config.json` says of a Gemma.
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
    var hasAttentionBias: Bool
    /// Scores are divided by its root.
    var queryScalar: Float
    var rotary: RotaryEmbedding
    /// Of the layers with a window, where it is another (Gemma 3).
    var localRotary: RotaryEmbedding?
    /// RMS norms of each query's and key's head.
    var normsHeads = false
    /// RMS norms after attention and inner layer.
    var normsBranches = false
    var attentionCap: Float?
    var logitCap: Float?
    /// Positions that a token of a windowed layer sees, its own among them.
    var window: Int?
    /// Layer by layer.
    var isWindowed: [Bool]
    var prefixes = ["model.", "language_model.model.", "model.language_model."]

    /// What files may leave out, since transformers has it from the class.
    private struct Usual {
      var heads: Int
      var keyValueHeads: Int
      var vocabulary: Int
      var positions: Int
    }

    private init(
      _ reader: ConfigurationReader, modelType: String, _ usual: Usual, activation: String,
      kind: RotaryEmbedding.LayerKind? = nil, base: Float = 10_000
    ) throws {
      self.modelType = modelType
      hiddenSize = try reader.size("hidden_size")
      innerSize = try reader.size("intermediate_size")
      layers = try reader.size("num_hidden_layers")
      heads = try reader.optionalSize("num_attention_heads") ?? usual.heads
      keyValueHeads = try reader.optionalSize("num_key_value_heads") ?? usual.keyValueHeads
      headSize = try reader.optionalSize("head_dim") ?? 256
      vocabularySize = try reader.optionalSize("vocab_size") ?? usual.vocabulary
      maximumPositions = try reader.optionalSize("max_position_embeddings") ?? usual.positions
      epsilon = try reader.number("rms_norm_eps", default: 1e-6)
      self.activation = try reader.activation(activation, default: "gelu_pytorch_tanh")
      isHeadTied = try reader.flag("tie_word_embeddings", default: true)
      hasAttentionBias = try reader.flag("attention_bias", default: false)
      queryScalar = Float(headSize)
      isWindowed = Array(repeating: false, count: layers)
      guard heads % keyValueHeads == 0 else {
        throw reader.fault(
          "num_key_value_heads", "\(keyValueHeads) key heads don't divide \(heads) heads")
      }
      if try reader.flag("use_bidirectional_attention", default: false) {
        throw reader.fault(
          "use_bidirectional_attention", "bidirectional Gemma models aren't supported")
      }
      rotary = try Self.rotary(
        reader, headSize: headSize, positions: maximumPositions, base: "rope_theta", usual: base,
        kind)
    }

    private static func rotary(
      _ reader: ConfigurationReader, headSize: Int, positions: Int, base: String, usual: Float,
      _ kind: RotaryEmbedding.LayerKind?
    ) throws -> RotaryEmbedding {
      let rotary = try RotaryEmbedding(
        reader, headSize: headSize, maximumPositions: positions, base: base, usual: usual,
        kind: kind)
      guard 2 * rotary.frequencies.count == headSize else {
        throw reader.fault(
          "partial_rotary_factor", "Gemma rotates whole heads, not a part of them")
      }
      return rotary
    }

    static func gemma(_ reader: ConfigurationReader) throws -> Self {
      var result = try Self(
        reader, modelType: "gemma",
        Usual(heads: 16, keyValueHeads: 16, vocabulary: 256_000, positions: 8192),
        activation: "hidden_act")
      // The first files said so and meant the approximation.
      if result.activation == .gelu { result.activation = .geluTanh }
      return result
    }

    static func gemma2(_ reader: ConfigurationReader) throws -> Self {
      var result = try Self(
        reader, modelType: "gemma2",
        Usual(heads: 8, keyValueHeads: 4, vocabulary: 256_000, positions: 8192),
        activation: "hidden_activation")
      try result.readSecond(reader, logitCap: 30, pattern: 2)
      result.attentionCap = try reader.cap("attn_logit_softcapping", default: 50)
      return result
    }

    static func gemma3Text(_ reader: ConfigurationReader) throws -> Self {
      try third(reader, modelType: "gemma3_text")
    }

    /// A model of texts and images, of which the text's part is read.
    static func gemma3(_ reader: ConfigurationReader) throws -> Self {
      var result = try third(reader.object("text_config"), modelType: "gemma3")
      result.isHeadTied = try reader.flag("tie_word_embeddings", default: true)
      result.prefixes.reverse()
      return result
    }

    private static func third(_ reader: ConfigurationReader, modelType: String) throws -> Self {
      var result = try Self(
        reader, modelType: modelType,
        Usual(heads: 8, keyValueHeads: 4, vocabulary: 262_208, positions: 131_072),
        activation: "hidden_activation", kind: .full, base: 1_000_000)
      // Its attention has a field for a cap, which transformers' own attention never reads.
      try result.readSecond(
        reader, logitCap: nil,
        pattern: try reader.optionalSize("sliding_window_pattern") ?? 6)
      result.normsHeads = true
      result.localRotary = try rotary(
        reader, headSize: result.headSize, positions: result.maximumPositions,
        base: "rope_local_base_freq", usual: 10_000, .sliding)
      return result
    }

    /// What came with Gemma 2. Every layer but each `pattern`-th has a window.
    private mutating func readSecond(
      _ reader: ConfigurationReader, logitCap usual: Float?, pattern: Int
    ) throws {
      normsBranches = true
      queryScalar = try reader.number("query_pre_attn_scalar", default: 256)
      guard queryScalar > 0 else {
        throw reader.fault("query_pre_attn_scalar", "must be a number above 0")
      }
      logitCap = try reader.cap("final_logit_softcapping", default: usual)
      window = try reader.window(default: 4096)
      isWindowed =
        try reader.windowedLayers(layers) ?? (0..<layers).map { ($0 + 1) % pattern != 0 }
    }

    var shape: ModelShape {
      ModelShape(
        modelType: modelType, hiddenSize: hiddenSize, layers: layers, heads: heads,
        keyValueHeads: keyValueHeads, headSize: headSize, vocabularySize: vocabularySize,
        maximumPositions: maximumPositions)
    }

    var probe: String { "layers.0.input_layernorm.weight" }
    var headNames: [String] { ["lm_head.weight", "language_model.lm_head.weight"] }
    var freshNorm: Float { 0 }

    func model(_ weights: WeightReader) throws -> any TransformerModel {
      try Gemma(weights, configuration: self)
    }
  }
}

extension ConfigurationReader {
  /// A soft cap: the default where it is missing, nil where it is null.
  fileprivate func cap(_ field: String, default fallback: Float?) throws -> Float? {
    guard let value = root[field] else { return fallback }
    if value.isNull { return nil }
    let cap = try number(field, default: 0)
    guard cap > 0 else { throw fault(field, "must be a number above 0, or null") }
    return cap
  }
}
