import Files
import Foundation
import JSON
import Tokenizers

/// A model as Hugging Face's libraries leave it in a folder: `config.json`, `tokenizer.json`, and its
/// weights, whole or in shards with an index.
package struct HuggingFaceFolder: ModelSource {
  package let url: URL
  package let configuration: ConfigurationReader
  let fingerprints: FingerprintCache

  package init(_ url: URL, fingerprints: FingerprintCache = FingerprintCache()) throws {
    self.url = url
    self.fingerprints = fingerprints
    let config = url.appendingPathComponent("config.json")
    guard FileManager.default.fileExists(atPath: config.path) else {
      if let adapter = Self.adapter(in: url) { throw adapter }
      throw CheckpointError.missingFile(folder: url, name: "config.json")
    }
    configuration = try ConfigurationReader(config)
    try configuration.checkIsNotQuantized()
  }

  /// The fault of a folder that holds an adapter in a model's place, with the base that it names.
  private static func adapter(in url: URL) -> CheckpointError? {
    let file = url.appendingPathComponent("adapter_config.json")
    guard FileManager.default.fileExists(atPath: file.path) else { return nil }
    let base = (try? ConfigurationReader(file))?.root["base_model_name_or_path"]?.string
    return .adapterFolder(folder: url, base: base)
  }

  package func tokenizer(embeddingRows: Int?) throws -> Tokenizer {
    let file = url.appendingPathComponent("tokenizer.json")
    guard FileManager.default.fileExists(atPath: file.path) else {
      throw CheckpointError.missingFile(folder: url, name: "tokenizer.json")
    }
    let data = try MappedFile.data(file)
    do {
      return try Tokenizer(json: data, embeddingRows: embeddingRows)
    } catch {
      throw CheckpointError.tokenizer(file: file, error)
    }
  }

  package func generationDefaults() throws -> ConfigurationReader? {
    try companion("generation_config.json").map { try ConfigurationReader($0) }
  }

  package func companion(_ name: String) -> URL? {
    let file = url.appendingPathComponent(name)
    return FileManager.default.fileExists(atPath: file.path) ? file : nil
  }
}

extension ConfigurationReader {
  /// Refuses weights that a quantizer has packed: their tensors are not the layers' own.
  fileprivate func checkIsNotQuantized() throws {
    guard let value = root["quantization_config"], !value.isNull else { return }
    let method = value["quant_method"]?.string ?? "an unnamed method"
    let bits =
      value["bits"]?.int ?? (value["load_in_4bit"]?.bool == true ? 4 : nil)
      ?? (value["load_in_8bit"]?.bool == true ? 8 : nil)
    throw CheckpointError.quantized(file: file, method: method, bits: bits)
  }
}
