import Checkpoints
import Tensors

extension Bert {
  /// What `config.json` says of an encoder built like BERT.
  struct Configuration: Architecture {
    var modelType: String
    var hiddenSize: Int
    var innerSize: Int
    var layers: Int
    var heads: Int
    var vocabularySize: Int
    /// Rows of the position table.
    var positionRows: Int
    /// The row of a text's first token.
    var firstPosition = 0
    /// Rows of the token type table; 0 where there is none.
    var tokenTypes = 0
    var epsilon: Float
    var activation: Activation
    var names: Names
    var headForm: ClassificationHead.Form
    var prefixes: [String]

    /// The fields of BERT and RoBERTa, and what neither of them can be here.
    init(_ reader: ConfigurationReader, modelType: String, prefix: String) throws {
      self.modelType = modelType
      hiddenSize = try reader.size("hidden_size")
      innerSize = try reader.size("intermediate_size")
      layers = try reader.size("num_hidden_layers")
      heads = try reader.size("num_attention_heads")
      vocabularySize = try reader.size("vocab_size")
      positionRows = try reader.size("max_position_embeddings")
      epsilon = try reader.number("layer_norm_eps", default: 1e-12)
      activation = try reader.activation("hidden_act", default: "gelu")
      names = .bert
      headForm = .init(name: "classifier")
      prefixes = [prefix]
      if let types = reader.root["type_vocab_size"], !types.isNull {
        guard let types = types.int, (0...(1 << 24)).contains(types) else {
          throw reader.fault("type_vocab_size", "must be a whole number from 0")
        }
        tokenTypes = types
      } else {
        tokenTypes = 2
      }
      try checkHeads(reader, "num_attention_heads", "hidden_size")
      let positions = try reader.string("position_embedding_type") ?? "absolute"
      guard positions == "absolute" else {
        throw reader.fault(
          "position_embedding_type", "`\(positions)` can't be loaded; absolute can")
      }
      for field in ["is_decoder", "add_cross_attention"]
      where try reader.flag(field, default: false) {
        throw reader.fault(field, "a \(modelType) that decodes can't be loaded")
      }
    }

    /// BERT (Devlin et al. 2019), and MiniLM and others under its name.
    static func bert(_ reader: ConfigurationReader) throws -> Self {
      try Self(reader, modelType: "bert", prefix: "bert.")
    }

    func checkHeads(_ reader: ConfigurationReader, _ heads: String, _ hidden: String) throws {
      guard hiddenSize % self.heads == 0 else {
        throw reader.fault(heads, "\(self.heads) heads don't divide \(hidden) \(hiddenSize)")
      }
    }

    var shape: ModelShape {
      ModelShape(
        modelType: modelType, hiddenSize: hiddenSize, layers: layers, heads: heads,
        keyValueHeads: heads, headSize: hiddenSize / heads, vocabularySize: vocabularySize,
        maximumPositions: positionRows - firstPosition)
    }

    var kind: ModelKind { .encoder }
    /// RoBERTa has a table too, and its tokenizers never tell a segment.
    var segmentTypes: Int { modelType == "bert" ? tokenTypes : 0 }
    var probe: String { "embeddings.word_embeddings.weight" }
    var headNames: [String] { [] }

    func model(_ weights: WeightReader) throws -> any TransformerModel {
      try Bert(weights, configuration: self)
    }
  }

  /// What a family's checkpoints call the parts of a block, and the pooler.
  struct Names: Sendable {
    var blocks: String
    var query: String
    var key: String
    var value: String
    var attentionOutput: String
    var attentionNorm: String
    var innerInput: String
    var innerOutput: String
    var innerNorm: String
    /// The layer with tanh between a row's first state and a classification head.
    var pooler: String?

    static let bert = Names(
      blocks: "encoder.layer", query: "attention.self.query", key: "attention.self.key",
      value: "attention.self.value", attentionOutput: "attention.output.dense",
      attentionNorm: "attention.output.LayerNorm", innerInput: "intermediate.dense",
      innerOutput: "output.dense", innerNorm: "output.LayerNorm",
      pooler: "pooler.dense")
  }
}
