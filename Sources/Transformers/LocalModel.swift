import Crypto
import Files
import Foundation
import Tensors
import Tokenizers

/// What a model folder says before its weights are read: enough to check prompts and data against.
package struct ModelDescription {
  package let folder: ModelFolder
  package let shape: ModelShape
  package let tokenizer: Tokenizer
  package let endTokens: EndTokens
  /// What `{end}` writes.
  package var endToken: (id: Int32, text: String)? { endTokens.written }
  package let architecture: any Architecture

  /// The labels of the checkpoint's own classification head, in the order of its logits: `id2label`.
  package var labels: [String] {
    let named = folder.configuration.root["id2label"]?.object ?? []
    let places = named.compactMap { member in
      Int(member.name).flatMap { place in member.value.string.map { (place, $0) } }
    }
    return places.sorted { $0.0 < $1.0 }.map(\.1)
  }

  /// The values of `model_type` that can be loaded.
  package static let knownTypes = KnownArchitectures.types

  package init(folder url: URL) throws {
    folder = try ModelFolder(url)
    let reader = folder.configuration
    architecture = try KnownArchitectures.read(reader)
    shape = architecture.shape
    tokenizer = try folder.tokenizer(embeddingRows: shape.vocabularySize)
    endTokens = try EndTokens(folder, tokenizer)
  }
}

/// A model ready for use: its network, its tokenizer, and what tells it from every other.
package final class LocalModel {
  package let description: ModelDescription
  package let network: any TransformerModel
  /// SHA-256 over the checkpoint's tensors and the tokenizer; of a fresh model, over its
  /// configuration and seed.
  package let fingerprint: String
  /// What its frozen matrices are held and multiplied in.
  package let precision: Precision

  private let start: Start

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

extension Precision {
  /// bf16 where the processor has native bf16 instructions and the model is wide enough to gain: rounding what is multiplied
  /// costs as much as products of narrow matrices save.
  package static func suited(to shape: ModelShape) -> Precision {
    hasNativeBF16 && shape.hiddenSize >= 512 ? .bf16 : .f32
  }
}

extension TransformerModel {
  /// SHA-256 of the weights as they lie in memory; equal before and after a run of a frozen model.
  package func digest() -> String {
    var hash = SHA256()
    for parameter in parameters {
      switch parameter.storage {
      case .plain(let variable):
        variable.value.withValues { hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }
      case .linear(let weight): weight.frozen?.withBytes { hash.update(bufferPointer: $0) }
      case .table(let matrix): matrix.withBytes { hash.update(bufferPointer: $0) }
      }
    }
    return hash.finalize().hexadecimal
  }
}

/// Where a classification head's values come from.
package enum HeadOrigin: Hashable, Sendable {
  /// Trained with the folder's model.
  case checkpoint
  /// Drawn by seed, and so untrained; `found` labels are what the folder's own head tells apart, nil where
  /// it has none.
  case drawn(found: Int?)
}

extension LocalModel {
  /// What `classificationHead` begins from, for so many labels.
  package func headOrigin(labels: Int) throws -> HeadOrigin {
    headOrigin(labels: labels, in: try headCheckpoint())
  }

  /// Where a head may lie; nil where the model starts from drawn weights.
  private func headCheckpoint() throws -> Checkpoint? {
    start == .checkpoint ? try description.folder.weights() : nil
  }

  private func headOrigin(labels: Int, in checkpoint: Checkpoint?) -> HeadOrigin {
    guard let checkpoint else { return .drawn(found: nil) }
    let form = description.architecture.headForm
    let shapes = ClassificationHead.tensors(
      form, hiddenSize: network.shape.hiddenSize, labels: labels)
    if shapes.allSatisfy({ checkpoint.entry($0.name)?.entry.shape == $0.shape }) {
      return .checkpoint
    }
    return .drawn(found: checkpoint.entry("\(form.name).weight")?.entry.shape.first)
  }

  /// A head for `labels` labels: the checkpoint's own where it has one of that size, else drawn by seed,
  /// N(0, 0.02) with biases at zero.
  package func classificationHead(labels: Int, seed: UInt64) throws -> ClassificationHead {
    let form = description.architecture.headForm
    let random = RandomWeights(seed: seed, layers: 0)
    let checkpoint = try headCheckpoint()
    let size = network.shape.hiddenSize
    let isDrawn = headOrigin(labels: labels, in: checkpoint) != .checkpoint
    return try ClassificationHead(form, hiddenSize: size, labels: labels, isDrawn: isDrawn) {
      name, shape in
      guard let (file, entry) = checkpoint?.entry(name), entry.shape == shape else {
        return try random.tensor(name, shape: shape)
      }
      let tensor = file.read(entry)
      var finiteness = Finiteness()
      finiteness.look(at: tensor)
      try finiteness.check(name, in: file.url, of: tensor.count)
      return tensor
    }
  }
}
