import Foundation
import JSON
import Tokenizers

/// The tokens that end what a model writes.
package struct EndTokens: Sendable {
  /// All of them: any one ends a text.
  package let ids: Set<Int32>
  /// The one that `{end}` writes; nil where no token of the tokenizer ends a text.
  package let written: (id: Int32, text: String)?

  /// `eos_token_id`, one id or a list, of `generation_config.json`, and where that names none of
  /// `config.json`, as transformers does. The configuration's own first one is what `{end}` writes,
  /// where it is among them.
  package init(_ source: any ModelSource, _ tokenizer: Tokenizer) throws {
    let configured = try source.configuration.endTokens()
    let generated = try source.generationDefaults()?.endTokens() ?? []
    let all = generated.isEmpty ? configured : generated
    ids = Set(all)
    written =
      (configured.filter(all.contains) + all).lazy
      .compactMap { id in tokenizer.token(of: id).map { (id, $0) } }.first
  }
}

extension ConfigurationReader {
  private static let endTokenLimit = 1024

  /// The ids of `eos_token_id` in their order; empty where there are none. Configurations of models of
  /// texts and images keep it in `text_config`.
  fileprivate func endTokens() throws -> [Int32] {
    guard let value = root["eos_token_id"] ?? root["text_config"]?["eos_token_id"], !value.isNull
    else { return [] }
    let values = value.array ?? [value]
    guard values.count <= Self.endTokenLimit else {
      throw fault("eos_token_id", "names \(values.count) tokens")
    }
    return try values.map { value in
      guard let id = value.int, let id = Int32(exactly: id) else {
        throw fault("eos_token_id", "must be a token id or a list of them")
      }
      return id
    }
  }
}
