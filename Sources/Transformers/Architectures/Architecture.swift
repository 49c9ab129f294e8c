import Checkpoints
import Tensors

/// What a configuration makes of a model: its sizes before any weight is read, and then the model.
package protocol Architecture: Sendable {
  var shape: ModelShape { get }

  /// The prefix of the body's names in a checkpoint of the whole model, and then in one of a part.
  var prefixes: [String] { get }

  /// A tensor of the body that every checkpoint has, under its bare name.
  var probe: String { get }

  /// The names that checkpoints give the output head, which is beside the body, where it is a matrix
  /// of its own.
  var headNames: [String] { get }

  /// What a norm's weight starts from in a fresh model.
  var freshNorm: Float { get }

  var kind: ModelKind { get }

  /// What its checkpoints for classification put on top of the body.
  var headForm: ClassificationHead.Form { get }

  /// Segments whose ids (`token_type_ids`) its embeddings take; 0 where they take none.
  var segmentTypes: Int { get }

  func model(_ weights: WeightReader) throws -> any TransformerModel
}

extension Architecture {
  package var kind: ModelKind { .decoder }
  package var headForm: ClassificationHead.Form { .score }
  package var segmentTypes: Int { 0 }
  package var headNames: [String] { ["lm_head.weight"] }
  package var freshNorm: Float { 1 }
}

/// The architectures that can be read, by the `model_type` of their configurations.
enum KnownArchitectures {
  private typealias Reading = @Sendable (ConfigurationReader) throws -> any Architecture

  private static let readings: [(type: String, read: Reading)] = [
    ("bert", { try Bert.Configuration.bert($0) }),
    ("bloom", { try Bloom.Configuration($0) }),
    ("distilbert", { try Bert.Configuration.distilBert($0) }),
    ("gemma", { try Gemma.Configuration.gemma($0) }),
    ("gemma2", { try Gemma.Configuration.gemma2($0) }),
    ("gemma3", { try Gemma.Configuration.gemma3($0) }),
    ("gemma3_text", { try Gemma.Configuration.gemma3Text($0) }),
    ("gpt2", { try GPT2.Configuration($0) }),
    ("gpt_neox", { try GPTNeoX.Configuration($0) }),
    ("llama", { try Llama.Configuration.llama($0) }),
    ("mistral", { try Llama.Configuration.mistral($0) }),
    ("mt5", { try T5.Configuration.mt5($0) }),
    ("opt", { try OPT.Configuration($0) }),
    ("phi3", { try Phi3.Configuration($0) }),
    ("qwen2", { try Llama.Configuration.qwen2($0) }),
    ("qwen3", { try Llama.Configuration.qwen3($0) }),
    ("roberta", { try Bert.Configuration.roberta($0, modelType: "roberta") }),
    ("t5", { try T5.Configuration.t5($0) }),
    ("xlm-roberta", { try Bert.Configuration.roberta($0, modelType: "xlm-roberta") }),
  ]

  static let types = readings.map(\.type)

  static func read(_ reader: ConfigurationReader) throws -> any Architecture {
    guard let type = try reader.string("model_type") else {
      throw reader.fault("model_type", "is missing")
    }
    guard let reading = readings.first(where: { $0.type == type }) else {
      throw CheckpointError.unknownModelType(file: reader.file, found: type, known: types)
    }
    return try reading.read(reader)
  }
}
