import Checkpoints
import Foundation
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
