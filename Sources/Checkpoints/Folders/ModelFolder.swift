import Files
import Foundation
import JSON
import Tokenizers

/// A model as Hugging Face's libraries leave it in a folder: `config.json`, `tokenizer.json`, and its
/// weights, whole or in shards with an index.
package struct ModelFolder {
  package let url: URL
  package let configuration: ConfigurationReader

  package init(_ url: URL) throws {
    self.url = url
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

  /// - Parameter embeddingRows: of the model; what text may not become is an id past them.
  package func tokenizer(embeddingRows: Int? = nil) throws -> Tokenizer {
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

  /// What `generation_config.json` says; nil where the folder has none.
  package func generationDefaults() throws -> ConfigurationReader? {
    let file = url.appendingPathComponent("generation_config.json")
    guard FileManager.default.fileExists(atPath: file.path) else { return nil }
    return try ConfigurationReader(file)
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
