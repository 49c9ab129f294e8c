import Foundation
import Tensors
import Transformers

/// A tuned soft prompt in a folder, as PEFT keeps it: `adapter_config.json` and
/// `adapter_model.safetensors`, with a sidecar of our own beside them.
package struct Adapter: Sendable {
  /// `[P, H]`.
  package var embedding: Tensor
  package var baseModel: String?
  /// What PEFT has no field for; nil in a folder that PEFT wrote.
  package var sidecar: Sidecar?

  package init(embedding: Tensor, baseModel: String?, sidecar: Sidecar?) {
    self.embedding = embedding
    self.baseModel = baseModel
    self.sidecar = sidecar
  }

  package static let configurationName = "adapter_config.json"
  static let weightsName = "adapter_model.safetensors"
  static let sidecarName = "pts.json"

  /// Whether a folder claims to be an adapter.
  package static func isPresent(in folder: URL) -> Bool {
    FileManager.default.fileExists(
      atPath: folder.appendingPathComponent(configurationName).path)
  }

  /// Reads the folder of a PEFT prompt-tuning adapter.
  package init(folder: URL) throws {
    let config = try ConfigurationReader(folder.appendingPathComponent(Self.configurationName))
    guard let type = config.root["peft_type"]?.string else {
      throw config.fault("peft_type", "is missing or no string")
    }
    guard type == "PROMPT_TUNING" else {
      throw config.fault("peft_type", "`\(type)` can't be read yet; PROMPT_TUNING can")
    }
    guard let count = config.root["num_virtual_tokens"]?.int, (1...(1 << 20)).contains(count) else {
      throw config.fault("num_virtual_tokens", "must be a whole number from 1")
    }
    let weights = try SafeTensors(folder.appendingPathComponent(Self.weightsName))
    let embedding = try weights.tensor("prompt_embeddings")
    guard embedding.shape.count == 2, embedding.shape[0] == count else {
      throw CheckpointError.malformed(
        file: weights.url, field: "prompt_embeddings",
        reason: "has shape \(embedding.shape), num_virtual_tokens says [\(count), H]")
    }
    guard embedding.withValues({ $0.allSatisfy(\.isFinite) }) else {
      throw CheckpointError.malformed(
        file: weights.url, field: "prompt_embeddings", reason: "holds values that are not finite")
    }
    self.embedding = embedding
    baseModel = config.root["base_model_name_or_path"]?.string
    let extra = folder.appendingPathComponent(Self.sidecarName)
    if FileManager.default.fileExists(atPath: extra.path) {
      do {
        sidecar = try JSONDecoder().decode(Sidecar.self, from: MappedFile.data(extra))
      } catch {
        throw CheckpointError.malformed(file: extra, field: "JSON", reason: "\(error)")
      }
    }
  }

  /// Writes the folder so that `PeftModel.from_pretrained` loads it. Each file is whole or absent, and
  /// the configuration comes last: a folder without it is no adapter.
  package func write(to folder: URL, shape: ModelShape) throws {
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw CheckpointError.unwritable(file: folder, reason: error.localizedDescription)
    }
    try SafeTensors.write(
      [("prompt_embeddings", embedding)], to: folder.appendingPathComponent(Self.weightsName))
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    if let sidecar {
      try AtomicFile.write(
        try encoder.encode(sidecar), to: folder.appendingPathComponent(Self.sidecarName))
    }
    try AtomicFile.write(
      try configuration(shape), to: folder.appendingPathComponent(Self.configurationName))
  }

  /// Every field that PEFT 0.21 writes for prompt tuning, what it leaves empty as null.
  private func configuration(_ shape: ModelShape) throws -> Data {
    let fields: [String: Any] = [
      "auto_mapping": NSNull(),
      "base_model_name_or_path": baseModel as Any? ?? NSNull(),
      "inference_mode": true,
      "modules_to_save": NSNull(),
      "num_attention_heads": shape.keyValueHeads,
      "num_layers": shape.layers,
      "num_transformer_submodules": 1,
      "num_virtual_tokens": embedding.shape[0],
      "peft_type": "PROMPT_TUNING",
      "peft_version": "0.21.2",
      "prompt_tuning_init": "RANDOM",
      "prompt_tuning_init_text": NSNull(),
      "revision": NSNull(),
      "task_type": "CAUSAL_LM",
      "token_dim": embedding.shape[1],
      "tokenizer_kwargs": NSNull(),
      "tokenizer_name_or_path": NSNull(),
    ]
    return try JSONSerialization.data(
      withJSONObject: fields, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
  }
}

extension Adapter {
  /// What PEFT can't hold: where the soft tokens stand in the text, and what the prompt was tuned on.
  package struct Sidecar: Codable, Sendable {
    package var template: String
    package var target: String
    package var answers: [[String]]
    package var baseFingerprint: String
    package var run: String
    package var steps: Int
    package var metrics: [String: Double]

    package init(
      template: String, target: String, answers: [[String]], baseFingerprint: String, run: String,
      steps: Int, metrics: [String: Double]
    ) {
      self.template = template
      self.target = target
      self.answers = answers
      self.baseFingerprint = baseFingerprint
      self.run = run
      self.steps = steps
      self.metrics = metrics
    }
  }
}
