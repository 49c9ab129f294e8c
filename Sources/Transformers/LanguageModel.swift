import Crypto
import Foundation
import Tensors
import Tokenizers

/// What a model folder says before its weights are read: enough to check prompts and data against.
package struct ModelDescription {
  package let folder: ModelFolder
  package let shape: ModelShape
  package let tokenizer: Tokenizer
  package let endToken: (id: Int32, text: String)?
  let configuration: GPT2.Configuration

  static let knownTypes = ["gpt2"]

  package init(folder url: URL) throws {
    folder = try ModelFolder(url)
    let reader = folder.configuration
    guard let type = try reader.string("model_type") else {
      throw reader.fault("model_type", "is missing")
    }
    guard Self.knownTypes.contains(type) else {
      throw CheckpointError.unknownModelType(
        file: reader.file, found: type, known: Self.knownTypes)
    }
    configuration = try GPT2.Configuration(reader)
    shape = configuration.shape
    tokenizer = try folder.tokenizer()
    endToken = try folder.endToken(tokenizer)
    guard tokenizer.vocabularySize <= shape.vocabularySize else {
      throw reader.fault(
        "vocab_size",
        "\(shape.vocabularySize) rows, but tokenizer.json knows ids up to "
          + "\(tokenizer.vocabularySize - 1)")
    }
  }
}

/// A model ready for use: its architecture, its tokenizer, and what tells it from every other.
package final class LanguageModel {
  package let description: ModelDescription
  package let causal: any CausalModel
  /// SHA-256 over the checkpoint's tensors and the tokenizer; of a fresh model, over its
  /// configuration and seed.
  package let fingerprint: String

  package enum Start: Hashable, Sendable {
    case checkpoint
    /// Fresh weights, for training a model from nothing.
    case random(seed: UInt64)
  }

  package var tokenizer: Tokenizer { description.tokenizer }
  package var endToken: (id: Int32, text: String)? { description.endToken }

  /// Reads the weights of a folder, or draws them.
  ///
  /// - Parameter trainable: keeps every weight plain with room for a gradient, for `tune: "full"`;
  ///   otherwise weights are frozen and packed.
  package init(
    _ description: ModelDescription, start: Start = .checkpoint, trainable: Bool = false
  ) throws {
    self.description = description
    let configuration = description.configuration
    let source: any WeightSource
    var hash = SHA256()
    switch start {
    case .checkpoint:
      let checkpoint = try description.folder.weights()
      hash.update(data: Data(checkpoint.fingerprint().utf8))
      source = PrefixedWeights(checkpoint, prefix: "transformer.", probe: "wte.weight")
    case .random(let seed):
      hash.update(data: Data("random \(seed) \(configuration)".utf8))
      source = RandomWeights(seed: seed, layers: configuration.layers)
    }
    causal = try GPT2(WeightReader(source, trainable: trainable), configuration: configuration)
    hash.update(data: description.tokenizer.json)
    fingerprint = hash.finalize().hexadecimal
  }
}

extension CausalModel {
  /// SHA-256 of the weights as they lie in memory; equal before and after a run of a frozen model.
  package func digest() -> String {
    var hash = SHA256()
    for parameter in parameters {
      switch parameter.storage {
      case .plain(let variable):
        variable.value.withValues { hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }
      case .packed(let weight):
        weight.withBytes { hash.update(bufferPointer: $0) }
      }
    }
    return hash.finalize().hexadecimal
  }
}
