import Checkpoints
import Crypto
import Files
import Foundation
import Tensors
import Tokenizers

/// A model ready for use: its network, its tokenizer, and what tells it from every other.
package final class LocalModel {
  package let description: ModelDescription
  package let network: any TransformerModel
  /// SHA-256 over the checkpoint's tensors and the tokenizer; of a fresh model, over its
  /// configuration and seed.
  package let fingerprint: String
  /// What its frozen matrices are held and multiplied in.
  package let precision: Precision

  let start: Start

  package enum Start: Hashable, Sendable {
    case checkpoint
    /// Fresh weights, for training a model from nothing.
    case random(seed: UInt64)
  }

  package var kind: ModelKind { description.architecture.kind }
  /// The network as what writes the next token; nil of an encoder, an encoder–decoder, or a classifier
  /// without an output head.
  package var causal: (any CausalModel)? {
    (network as? any CausalModel).flatMap { $0.head == nil ? nil : $0 }
  }
  package var tokenizer: Tokenizer { description.tokenizer }
  package var endToken: (id: Int32, text: String)? { description.endToken }

  /// Reads the weights of a folder, or draws them.
  ///
  /// - Parameter trainable: keeps every weight plain with room for a gradient, for `tune: "full"`;
  ///   otherwise weights are frozen.
  /// - Parameter precision: that of frozen matrices.
  package init(
    _ description: ModelDescription, start: Start = .checkpoint, trainable: Bool = false,
    precision: Precision = .f32
  ) throws {
    self.description = description
    self.start = start
    self.precision = trainable ? .f32 : precision
    let architecture = description.architecture
    let source: any WeightSource
    var hash = SHA256()
    switch start {
    case .checkpoint:
      let checkpoint = try description.folder.weights()
      hash.update(data: Data(checkpoint.fingerprint().utf8))
      source = PrefixedWeights(
        checkpoint, prefixes: architecture.prefixes, probe: architecture.probe)
    case .random(let seed):
      hash.update(data: Data("random \(seed) \(architecture)".utf8))
      source = RandomWeights(
        seed: seed, layers: description.shape.layers, norm: architecture.freshNorm)
    }
    network = try architecture.model(
      WeightReader(source, trainable: trainable, precision: precision))
    hash.update(data: description.tokenizer.json)
    fingerprint = hash.finalize().hexadecimal
  }
}
