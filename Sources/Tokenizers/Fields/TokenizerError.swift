import JSON
import Patterns

/// Why a tokenizer file can't be used: the field at fault and the values in it.
package enum TokenizerError: Error, Equatable, Sendable {
  case unreadable(path: String, reason: String)
  case json(JSONFault)
  case missing(field: String)
  case wrongType(field: String, expected: String)
  case unsupported(field: String, found: String, supported: [String])
  case idOutOfRange(field: String, id: Int, limit: Int)
  case duplicateID(field: String, id: Int)
  case duplicateToken(field: String, token: String)
  /// An added token's id differs from the one the model's vocabulary gives the same text.
  case conflictingID(field: String, token: String, id: Int, modelID: Int)
  case unknownToken(field: String, token: String)
  case malformedMerge(field: String, merge: String)
  case emptyVocabulary(field: String)
  /// Lengths in bytes.
  case tokenTooLong(field: String, length: Int, limit: Int)
  case characterMap(field: String, fault: CharacterMapFault)
  /// A normalizer or decoder could write more than `limit` bytes for one byte of text.
  case growth(field: String, limit: Int)
  case pattern(field: String, pattern: String, fault: PatternFault)
  /// A vocabulary smaller than the bytes and special tokens are.
  case vocabularyTooSmall(size: Int, least: Int)
  /// A text holds a token whose id is past the rows of the model's embedding table.
  case noEmbedding(token: String, id: Int32, rows: Int)
}

extension TokenizerError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unreadable(let path, let reason): "can't read \(path): \(reason)"
    case .json(let fault): "not JSON: \(fault)"
    case .missing(let field): "`\(field)` is missing"
    case .wrongType(let field, let expected): "`\(field)` should be \(expected)"
    case .unsupported(let field, let found, let supported):
      "`\(field)`: unsupported \(found), supported: \(supported.joined(separator: ", "))"
    case .idOutOfRange(let field, let id, let limit):
      "`\(field)`: id \(id) is not between 0 and \(limit - 1)"
    case .duplicateID(let field, let id): "`\(field)`: two tokens have the id \(id)"
    case .duplicateToken(let field, let token): "`\(field)`: the token `\(token)` is there twice"
    case .conflictingID(let field, let token, let id, let modelID):
      "`\(field)`: the token `\(token)` has the id \(id) here, \(modelID) in `model.vocab`"
    case .unknownToken(let field, let token):
      "`\(field)` names `\(token)`, which is not in the vocabulary"
    case .malformedMerge(let field, let merge):
      "`\(field)` should be two tokens with a space between, not `\(merge)`"
    case .emptyVocabulary(let field): "`\(field)` is empty"
    case .tokenTooLong(let field, let length, let limit):
      "`\(field)`: a token of \(length) bytes, at most \(limit) can be"
    case .characterMap(let field, let fault): "`\(field)` \(fault)"
    case .growth(let field, let limit):
      "`\(field)` can make a text more than \(limit) times as long"
    case .pattern(let field, let pattern, let fault):
      "`\(field)`: the pattern `\(pattern)` \(fault)"
    case .vocabularyTooSmall(let size, let least):
      "a vocabulary of \(size) can't hold the 256 bytes and the special tokens: at least \(least)"
    case .noEmbedding(let token, let id, let rows):
      "the token `\(token)` has the id \(id), and the model has embeddings for ids up to \(rows - 1)"
    }
  }
}
