import Checkpoints
import Files
import Foundation
import Tensors

extension LocalModel {
  /// Writes a trained model as a Hugging Face folder: its weights, and the configuration and tokenizer
  /// that it was read with. The configuration comes last: without it the folder is no model.
  /// - Parameters:
  ///   - head: what a classification trained beside it.
  ///   - labels: the classes of the head, in the order of its logits.
  package func write(
    to url: URL, head: ClassificationHead? = nil, labels: [String] = []
  ) throws {
    try Folder.create(url)
    let architecture = description.architecture
    let tensors = network.parameters.compactMap { parameter -> (String, Tensor)? in
      // The head is beside the body in a checkpoint, not in it.
      let prefix =
        architecture.headNames.contains(parameter.name) ? "" : architecture.prefixes[0]
      return parameter.variable.map { (prefix + parameter.name, $0.value) }
    }
    precondition(tensors.count == network.parameters.count, "a frozen model is not written")
    let own = head?.parameters.map { ($0.name, $0.variable.value) } ?? []
    try SafeTensors.write(tensors + own, to: url.appendingPathComponent("model.safetensors"))
    try AtomicFile.write(tokenizer.json, to: url.appendingPathComponent("tokenizer.json"))
    let data = try MappedFile.data(description.source.configuration.file)
    try AtomicFile.write(
      labels.isEmpty ? data : Self.configuration(data, naming: labels),
      to: url.appendingPathComponent("config.json"))
  }

  /// The same configuration with the labels of a head, as transformers keeps them.
  private static func configuration(_ data: Data, naming labels: [String]) throws -> Data {
    guard var root = try JSONSerialization.jsonObject(with: data) as? [String: Any] else {
      return data
    }
    let indexed = labels.enumerated()
    root["id2label"] = Dictionary(uniqueKeysWithValues: indexed.map { ("\($0)", $1) })
    root["label2id"] = Dictionary(indexed.map { ($1, $0) }, uniquingKeysWith: { $1 })
    return try JSONSerialization.data(
      withJSONObject: root, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
  }
}
