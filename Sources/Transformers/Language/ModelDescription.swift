import Checkpoints
import Crypto
import Files
import Foundation
import Tokenizers

/// What a model's source says before its weights are read: enough to check prompts and data against,
/// and to tell the model from every other.
package struct ModelDescription {
  package let source: any ModelSource
  package let shape: ModelShape
  package let tokenizer: Tokenizer
  package let endTokens: EndTokens
  /// What `{end}` writes.
  package var endToken: (id: Int32, text: String)? { endTokens.written }
  package let architecture: any Architecture

  /// The labels of the checkpoint's own classification head, in the order of its logits: `id2label`.
  package var labels: [String] {
    let named = source.configuration.root["id2label"]?.object ?? []
    let indexed = named.compactMap { member in
      Int(member.name).flatMap { index in member.value.string.map { (index, $0) } }
    }
    return indexed.sorted { $0.0 < $1.0 }.map(\.1)
  }

  /// The values of `model_type` that can be loaded.
  package static let knownTypes = KnownArchitectures.types

  package init(folder url: URL, fingerprints: FingerprintCache = FingerprintCache()) throws {
    try self.init(HuggingFaceFolder(url, fingerprints: fingerprints))
  }

  package init(_ source: any ModelSource) throws {
    self.source = source
    architecture = try KnownArchitectures.read(source.configuration)
    shape = architecture.shape
    tokenizer = try source.tokenizer(embeddingRows: shape.vocabularySize)
    endTokens = try EndTokens(source, tokenizer)
  }

  /// SHA-256 over the checkpoint's tensors and the tokenizer; of a fresh model, over its configuration,
  /// its seed and the tokenizer. It needs no weights in memory. Run keys and saved folders hold it: it
  /// never changes for the same files.
  package func fingerprint(_ start: LocalModel.Start) throws -> String {
    var hash = SHA256()
    switch start {
    case .checkpoint: hash.update(data: Data(try source.weightsFingerprint().utf8))
    // The description of the configuration holds the names of its types and fields.
    case .random(let seed): hash.update(data: Data("random \(seed) \(architecture)".utf8))
    }
    hash.update(data: tokenizer.json)
    return hash.finalize().hexadecimal
  }

  /// SHA-256 over what the configuration says of the network, and over the tokens that end a text: the same
  /// weights compute something else with another epsilon or number of heads.
  package var configurationHash: String {
    SHA256.hash(data: Data("\(architecture) \(endTokens.ids.sorted())".utf8)).hexadecimal
  }
}
