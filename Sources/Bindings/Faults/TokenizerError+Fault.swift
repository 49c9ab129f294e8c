import Script
import Tokenizers

extension TokenizerError {
  var fault: Fault {
    if case .noEmbedding = self { return Fault("\(self)", hint: Self.noEmbeddingHint) }
    return Fault("tokenizer: \(self)")
  }

  static let noEmbeddingHint = "leave it out of the text"
}
