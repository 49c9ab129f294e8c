import Checkpoints
import Tensors
import Tokenizers

/// A model ready for use: its network, its tokenizer, and what tells it from every other.
package final class LocalModel {
  package let description: ModelDescription
  package let network: any TransformerModel
  /// `ModelDescription.fingerprint` of what it started from.
  package let fingerprint: String
  /// What its frozen matrices are held and multiplied in.
  package let precision: Precision

  let start: Start
  private let isTrainable: Bool

  package enum Start: Hashable, Sendable {
    case checkpoint
    /// Fresh weights, for training a model from nothing.
    case random(seed: UInt64)
  }

  package var kind: ModelKind { description.architecture.kind }
  /// The network as what writes the next token; nil of an encoder, an encoder–decoder, or a classifier
  /// without an output head.
  package var causal: (any CausalModel)? { network.causal }
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
    isTrainable = trainable
    self.precision = trainable ? .f32 : precision
    fingerprint = try description.fingerprint(start)
    let architecture = description.architecture
    let source: any WeightSource
    switch start {
    case .checkpoint:
      source = PrefixedWeights(
        try description.source.weights(), prefixes: architecture.prefixes,
        probe: architecture.probe)
    case .random(let seed):
      source = RandomWeights(
        seed: seed, layers: description.shape.layers, norm: architecture.freshNorm)
    }
    network = try architecture.model(
      WeightReader(source, trainable: trainable, precision: precision))
  }
}

extension LocalModel {
  /// What decides its answers: its files, tokenizer and configuration among them, how they are held, and,
  /// where training moves its weights, the weights themselves.
  package var identity: String {
    let files = "\(fingerprint) \(description.configurationHash) \(precision.rawValue)"
    return isTrainable ? "\(files) \(network.digest())" : files
  }
}
