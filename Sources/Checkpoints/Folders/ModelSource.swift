import Foundation
import Tokenizers

/// What a model is read from: its configuration, its tokenizer, its weights and their fingerprint. A
/// folder of Hugging Face's is one; a GGUF file holds the same in another form.
package protocol ModelSource {
  /// Where it is, for messages.
  var url: URL { get }

  /// What `config.json` says.
  var configuration: ConfigurationReader { get }

  /// - Parameter embeddingRows: of the model; text may not become an id past them.
  func tokenizer(embeddingRows: Int?) throws -> Tokenizer

  /// What `generation_config.json` says; nil where there is none.
  func generationDefaults() throws -> ConfigurationReader?

  func weights() throws -> Checkpoint

  /// `Checkpoint.fingerprint` of the weights, without holding them in memory; what is known from an
  /// earlier time, and still holds, is not computed again.
  func weightsFingerprint() throws -> String

  /// Another file that belongs to the model, such as `modules.json`; nil where there is none.
  func companion(_ name: String) -> URL?
}
