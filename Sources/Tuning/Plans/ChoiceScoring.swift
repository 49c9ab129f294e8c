/// What makes one answer the chosen one: Σ log p of its tokens, as it is or over a length.
///
/// A sum favours short answers. The lengths are those of lm-evaluation-harness: `acc_norm` divides
/// by the characters of the answer's words, `acc_bytes` by their UTF-8 bytes.
package enum ChoiceScoring: String, Hashable, Codable, Sendable, CaseIterable {
  case sum
  case perToken = "per_token"
  case perCharacter = "per_character"
  case perByte = "per_byte"

  /// - Parameter sum: Σ log p of the answer's tokens.
  package func score(_ sum: Double, tokens: Int, words: String) -> Double {
    switch self {
    case .sum: sum
    case .perToken: sum / Double(max(1, tokens))
    case .perCharacter: sum / Double(max(1, words.unicodeScalars.count))
    case .perByte: sum / Double(max(1, words.utf8.count))
    }
  }
}
